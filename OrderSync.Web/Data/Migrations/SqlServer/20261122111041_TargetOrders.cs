using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
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
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    IntegrationId = table.Column<long>(type: "bigint", nullable: false),
                    OrderId = table.Column<long>(type: "bigint", nullable: false),
                    RemoteId = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false, collation: "Latin1_General_100_BIN2"),
                    RemoteNumber = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Lines = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    RemoteStatus = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Reported = table.Column<string>(type: "nvarchar(32)", maxLength: 32, nullable: true),
                    ReportedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    ReportedLocal = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    AskedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    PlacedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Troubles = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    NeedsPerson = table.Column<bool>(type: "bit", nullable: false),
                    SeenBy = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: false),
                    SeenAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    SeenNote = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    Stamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
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
