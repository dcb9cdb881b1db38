using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class TargetOrders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TargetOrders",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: false),
                    RemoteId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    RemoteNumber = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Lines = table.Column<string>(type: "TEXT", nullable: false),
                    RemoteStatus = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Reported = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    ReportedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReportedLocal = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    PlacedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Troubles = table.Column<string>(type: "TEXT", nullable: false),
                    NeedsPerson = table.Column<bool>(type: "INTEGER", nullable: false),
                    SeenBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    SeenNote = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TargetOrders", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TargetOrders_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TargetOrders_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_TargetOrders_IntegrationId_PlacedAt",
                table: "TargetOrders",
                columns: new[] { "IntegrationId", "PlacedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_TargetOrders_IntegrationId_RemoteId",
                table: "TargetOrders",
                columns: new[] { "IntegrationId", "RemoteId" });

            migrationBuilder.CreateIndex(
                name: "IX_TargetOrders_NeedsPerson_Id",
                table: "TargetOrders",
                columns: new[] { "NeedsPerson", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_TargetOrders_OrderId_IntegrationId",
                table: "TargetOrders",
                columns: new[] { "OrderId", "IntegrationId" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TargetOrders");
        }
    }
}
