using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class StockPlansTakenBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "TakenBackAt",
                table: "StockPlans",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TakenBackBy",
                table: "StockPlans",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "TakenBackNote",
                table: "StockPlans",
                type: "TEXT",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            // Who took a plan back stood where its approval had stood; that is still in the audit log.
            migrationBuilder.Sql(
                """
                UPDATE "StockPlans" SET "TakenBackBy" = "DecidedBy", "TakenBackAt" = "DecidedAt", "TakenBackNote" = "Note"
                WHERE "State" IN ('Undoing', 'Undone');
                """);
            migrationBuilder.Sql(
                """
                UPDATE "StockPlans" SET
                    "DecidedBy" = COALESCE((SELECT "ActorName" FROM "AuditEntries" WHERE "SubjectKind" = 'stock-plan' AND "SubjectId" = CAST("StockPlans"."Id" AS TEXT) AND "Action" = 'plan.approved' ORDER BY "AuditEntries"."Id" DESC LIMIT 1), ''),
                    "DecidedAt" = (SELECT "At" FROM "AuditEntries" WHERE "SubjectKind" = 'stock-plan' AND "SubjectId" = CAST("StockPlans"."Id" AS TEXT) AND "Action" = 'plan.approved' ORDER BY "AuditEntries"."Id" DESC LIMIT 1),
                    "Note" = COALESCE((SELECT json_extract("After", '$.note') FROM "AuditEntries" WHERE "SubjectKind" = 'stock-plan' AND "SubjectId" = CAST("StockPlans"."Id" AS TEXT) AND "Action" = 'plan.approved' ORDER BY "AuditEntries"."Id" DESC LIMIT 1), '')
                WHERE "State" IN ('Undoing', 'Undone');
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "TakenBackAt",
                table: "StockPlans");

            migrationBuilder.DropColumn(
                name: "TakenBackBy",
                table: "StockPlans");

            migrationBuilder.DropColumn(
                name: "TakenBackNote",
                table: "StockPlans");
        }
    }
}
