using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class StockMovementIndexes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_StockMovements_At",
                table: "StockMovements",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_StockMovements_Kind_Id",
                table: "StockMovements",
                columns: new[] { "Kind", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_StockMovements_Warehouse_Id",
                table: "StockMovements",
                columns: new[] { "Warehouse", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_StockMovements_At",
                table: "StockMovements");

            migrationBuilder.DropIndex(
                name: "IX_StockMovements_Kind_Id",
                table: "StockMovements");

            migrationBuilder.DropIndex(
                name: "IX_StockMovements_Warehouse_Id",
                table: "StockMovements");
        }
    }
}
