using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class RetentionAndErasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "BodiesRemovedAt",
                table: "OutboxAttempts",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "RemovedAt",
                table: "IncomingPayloads",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "RemovedBy",
                table: "IncomingPayloads",
                type: "nvarchar(32)",
                maxLength: 32,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "EmailHash",
                table: "IncomingOrders",
                type: "nvarchar(64)",
                maxLength: 64,
                nullable: true,
                collation: "Latin1_General_100_BIN2");

            migrationBuilder.AddColumn<DateTime>(
                name: "ErasedAt",
                table: "IncomingOrders",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "DetailsRemovedAt",
                table: "FeedRuns",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "RetentionRules",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false),
                    PayloadDays = table.Column<int>(type: "int", nullable: false),
                    AttemptDays = table.Column<int>(type: "int", nullable: false),
                    RunDays = table.Column<int>(type: "int", nullable: false),
                    NextPurgeAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    LastPurgeAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    LastPayloads = table.Column<int>(type: "int", nullable: false),
                    LastAttempts = table.Column<int>(type: "int", nullable: false),
                    LastRuns = table.Column<int>(type: "int", nullable: false),
                    Stamp = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RetentionRules", x => x.Id);
                });

            migrationBuilder.InsertData(
                table: "RetentionRules",
                columns: new[] { "Id", "AttemptDays", "LastAttempts", "LastPayloads", "LastPurgeAt", "LastRuns", "NextPurgeAt", "PayloadDays", "RunDays", "Stamp" },
                values: new object[] { 1L, 30, 0, 0, null, 0, null, 180, 90, new Guid("00000000-0000-0000-0000-000000000000") });

            migrationBuilder.CreateIndex(
                name: "IX_OutboxAttempts_BodiesRemovedAt_At",
                table: "OutboxAttempts",
                columns: new[] { "BodiesRemovedAt", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_IncomingPayloads_RemovedAt_SeenAt",
                table: "IncomingPayloads",
                columns: new[] { "RemovedAt", "SeenAt" });

            migrationBuilder.CreateIndex(
                name: "IX_IncomingOrders_EmailHash",
                table: "IncomingOrders",
                column: "EmailHash");

            migrationBuilder.CreateIndex(
                name: "IX_FeedRuns_DetailsRemovedAt_FinishedAt",
                table: "FeedRuns",
                columns: new[] { "DetailsRemovedAt", "FinishedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "RetentionRules");

            migrationBuilder.DropIndex(
                name: "IX_OutboxAttempts_BodiesRemovedAt_At",
                table: "OutboxAttempts");

            migrationBuilder.DropIndex(
                name: "IX_IncomingPayloads_RemovedAt_SeenAt",
                table: "IncomingPayloads");

            migrationBuilder.DropIndex(
                name: "IX_IncomingOrders_EmailHash",
                table: "IncomingOrders");

            migrationBuilder.DropIndex(
                name: "IX_FeedRuns_DetailsRemovedAt_FinishedAt",
                table: "FeedRuns");

            migrationBuilder.DropColumn(
                name: "BodiesRemovedAt",
                table: "OutboxAttempts");

            migrationBuilder.DropColumn(
                name: "RemovedAt",
                table: "IncomingPayloads");

            migrationBuilder.DropColumn(
                name: "RemovedBy",
                table: "IncomingPayloads");

            migrationBuilder.DropColumn(
                name: "EmailHash",
                table: "IncomingOrders");

            migrationBuilder.DropColumn(
                name: "ErasedAt",
                table: "IncomingOrders");

            migrationBuilder.DropColumn(
                name: "DetailsRemovedAt",
                table: "FeedRuns");
        }
    }
}
