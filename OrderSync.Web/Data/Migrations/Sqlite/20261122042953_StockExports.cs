using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StockExports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "ShopQuantity",
                table: "VariantListings",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "ShopSeenAt",
                table: "VariantListings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StockDueAt",
                table: "VariantListings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "StockSentAt",
                table: "VariantListings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StockTrouble",
                table: "VariantListings",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Compared",
                table: "StockPlans",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<bool>(
                name: "IsAutomatic",
                table: "StockPlans",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "IsWhole",
                table: "StockPlans",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "WasAsked",
                table: "StockPlans",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "SharesSku",
                table: "StockPlanLines",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTime>(
                name: "TriedAt",
                table: "StockPlanLines",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Tries",
                table: "StockPlanLines",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "HeldPieces",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IncomingOrderId = table.Column<long>(type: "INTEGER", nullable: false),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    ExternalProductId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ExternalVariantId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Warehouse = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    Quantity = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HeldPieces", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HeldPieces_IncomingOrders_IncomingOrderId",
                        column: x => x.IncomingOrderId,
                        principalTable: "IncomingOrders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_VariantListings_IntegrationId_StockDueAt",
                table: "VariantListings",
                columns: new[] { "IntegrationId", "StockDueAt" });

            migrationBuilder.CreateIndex(
                name: "IX_VariantListings_IntegrationId_StockSentAt",
                table: "VariantListings",
                columns: new[] { "IntegrationId", "StockSentAt" });

            migrationBuilder.CreateIndex(
                name: "IX_HeldPieces_IncomingOrderId",
                table: "HeldPieces",
                column: "IncomingOrderId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "HeldPieces");

            migrationBuilder.DropIndex(
                name: "IX_VariantListings_IntegrationId_StockDueAt",
                table: "VariantListings");

            migrationBuilder.DropIndex(
                name: "IX_VariantListings_IntegrationId_StockSentAt",
                table: "VariantListings");

            migrationBuilder.DropColumn(
                name: "ShopQuantity",
                table: "VariantListings");

            migrationBuilder.DropColumn(
                name: "ShopSeenAt",
                table: "VariantListings");

            migrationBuilder.DropColumn(
                name: "StockDueAt",
                table: "VariantListings");

            migrationBuilder.DropColumn(
                name: "StockSentAt",
                table: "VariantListings");

            migrationBuilder.DropColumn(
                name: "StockTrouble",
                table: "VariantListings");

            migrationBuilder.DropColumn(
                name: "Compared",
                table: "StockPlans");

            migrationBuilder.DropColumn(
                name: "IsAutomatic",
                table: "StockPlans");

            migrationBuilder.DropColumn(
                name: "IsWhole",
                table: "StockPlans");

            migrationBuilder.DropColumn(
                name: "WasAsked",
                table: "StockPlans");

            migrationBuilder.DropColumn(
                name: "SharesSku",
                table: "StockPlanLines");

            migrationBuilder.DropColumn(
                name: "TriedAt",
                table: "StockPlanLines");

            migrationBuilder.DropColumn(
                name: "Tries",
                table: "StockPlanLines");
        }
    }
}
