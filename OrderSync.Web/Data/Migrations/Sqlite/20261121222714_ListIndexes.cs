using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class ListIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OrderTerms_OrderId",
                table: "OrderTerms");

            migrationBuilder.DropIndex(
                name: "IX_IncomingOrders_State_Cause_Id",
                table: "IncomingOrders");

            migrationBuilder.CreateIndex(
                name: "IX_OrderTerms_OrderId_Term",
                table: "OrderTerms",
                columns: new[] { "OrderId", "Term" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_IntegrationId_Status_PlacedAt_Id",
                table: "Orders",
                columns: new[] { "IntegrationId", "Status", "PlacedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Orders_StoreKey_Status_PlacedAt_Id",
                table: "Orders",
                columns: new[] { "StoreKey", "Status", "PlacedAt", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_IncomingOrders_Reference",
                table: "IncomingOrders",
                column: "Reference");

            migrationBuilder.CreateIndex(
                name: "IX_IncomingOrders_State_Cause_IntegrationId_Id",
                table: "IncomingOrders",
                columns: new[] { "State", "Cause", "IntegrationId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_IncomingOrders_State_Id",
                table: "IncomingOrders",
                columns: new[] { "State", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_OrderTerms_OrderId_Term",
                table: "OrderTerms");

            migrationBuilder.DropIndex(
                name: "IX_Orders_IntegrationId_Status_PlacedAt_Id",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_Orders_StoreKey_Status_PlacedAt_Id",
                table: "Orders");

            migrationBuilder.DropIndex(
                name: "IX_IncomingOrders_Reference",
                table: "IncomingOrders");

            migrationBuilder.DropIndex(
                name: "IX_IncomingOrders_State_Cause_IntegrationId_Id",
                table: "IncomingOrders");

            migrationBuilder.DropIndex(
                name: "IX_IncomingOrders_State_Id",
                table: "IncomingOrders");

            migrationBuilder.CreateIndex(
                name: "IX_OrderTerms_OrderId",
                table: "OrderTerms",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_IncomingOrders_State_Cause_Id",
                table: "IncomingOrders",
                columns: new[] { "State", "Cause", "Id" });
        }
    }
}
