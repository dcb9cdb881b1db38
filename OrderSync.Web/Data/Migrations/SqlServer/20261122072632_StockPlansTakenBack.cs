using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
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
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "TakenBackBy",
                table: "StockPlans",
                type: "nvarchar(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "TakenBackNote",
                table: "StockPlans",
                type: "nvarchar(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            // Who took a plan back stood where its approval had stood; that is still in the audit log.
            migrationBuilder.Sql(
                """
                EXEC(N'UPDATE [StockPlans] SET [TakenBackBy] = [DecidedBy], [TakenBackAt] = [DecidedAt], [TakenBackNote] = [Note] WHERE [State] IN (''Undoing'', ''Undone'')');
                """);
            migrationBuilder.Sql(
                """
                UPDATE [StockPlans] SET
                    [DecidedBy] = COALESCE((SELECT TOP (1) [ActorName] FROM [AuditEntries] WHERE [SubjectKind] = 'stock-plan' AND [SubjectId] = CONVERT(nvarchar(20), [StockPlans].[Id]) AND [Action] = 'plan.approved' ORDER BY [AuditEntries].[Id] DESC), ''),
                    [DecidedAt] = (SELECT TOP (1) [At] FROM [AuditEntries] WHERE [SubjectKind] = 'stock-plan' AND [SubjectId] = CONVERT(nvarchar(20), [StockPlans].[Id]) AND [Action] = 'plan.approved' ORDER BY [AuditEntries].[Id] DESC),
                    [Note] = COALESCE((SELECT TOP (1) JSON_VALUE([After], '$.note') FROM [AuditEntries] WHERE [SubjectKind] = 'stock-plan' AND [SubjectId] = CONVERT(nvarchar(20), [StockPlans].[Id]) AND [Action] = 'plan.approved' ORDER BY [AuditEntries].[Id] DESC), '')
                WHERE [State] IN ('Undoing', 'Undone');
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
