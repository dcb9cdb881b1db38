using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class PromisedNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "CompletenessDays",
                table: "Integrations",
                type: "int",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<string>(
                name: "OffReason",
                table: "Feeds",
                type: "nvarchar(max)",
                nullable: true);

            // Names became those scripts are promised; where fields come from moved from the settings into a mapping table.
            migrationBuilder.Sql("""UPDATE "ValueMappings" SET "Table" = 'statuses-by-code' WHERE "Table" = 'target-status-codes';""");
            migrationBuilder.Sql("""UPDATE "ValueMappings" SET "Table" = 'statuses-by-name' WHERE "Table" = 'target-status-names';""");
            migrationBuilder.Sql("""UPDATE "ValueMappings" SET "Table" = 'payments' WHERE "Table" = 'target-payments';""");
            migrationBuilder.Sql("""UPDATE "ValueMappings" SET "Table" = 'channels' WHERE "Table" = 'target-channels';""");
            migrationBuilder.Sql("""UPDATE "ValueMappings" SET "Table" = 'points' WHERE "Table" = 'target-points';""");
            migrationBuilder.Sql("""UPDATE "ValueMappings" SET "Table" = 'affiliates' WHERE "Table" = 'target-affiliates';""");
            migrationBuilder.Sql("""UPDATE "Feeds" SET "Key" = 'check-statuses' WHERE "Key" = 'ask-order-statuses';""");
            migrationBuilder.Sql("""UPDATE "FeedRuns" SET "FeedKey" = 'check-statuses' WHERE "FeedKey" = 'ask-order-statuses';""");
            migrationBuilder.Sql(
                """
                INSERT INTO "ValueMappings" ("IntegrationId", "Table", "Source", "SourceName", "Hints", "Target", "UpdatedAt", "UpdatedBy", "Stamp")
                SELECT i."Id", 'fields', f."Field", f."Field", '{}', '"' + STRING_ESCAPE(MAX(f."Origin"), 'json') + '"', i."CreatedAt", '', i."Stamp"
                FROM "Integrations" i CROSS APPLY (
                    SELECT TRIM(LEFT(line."value", CHARINDEX(':', line."value" + ':') - 1)) AS "Field", TRIM(SUBSTRING(line."value", CHARINDEX(':', line."value" + ':') + 1, 400)) AS "Origin"
                    FROM OPENJSON('["' + REPLACE(STRING_ESCAPE(COALESCE(JSON_VALUE(i."Settings", '$.additionalFields'), ''), 'json'), '\n', '","') + '"]') line) f
                WHERE i."Connector" = 'frontpad' AND f."Field" <> '' AND f."Origin" <> ''
                GROUP BY i."Id", f."Field", i."CreatedAt", i."Stamp";
                """);
            migrationBuilder.Sql(
                """
                INSERT INTO "ValueMappings" ("IntegrationId", "Table", "Source", "SourceName", "Hints", "Target", "UpdatedAt", "UpdatedBy", "Stamp")
                SELECT i."Id", 'fields', f."Field", f."Field", '{}', '"' + STRING_ESCAPE(COALESCE(JSON_VALUE(i."Settings", '$."' + f."Setting" + '"'), f."Usual"), 'json') + '"', i."CreatedAt", '', i."Stamp"
                FROM "Integrations" i CROSS JOIN (
                    SELECT 'street' AS "Field", 'street' AS "Setting", 'street' AS "Usual" UNION ALL
                    SELECT 'home' AS "Field", 'home' AS "Setting", 'home' AS "Usual" UNION ALL
                    SELECT 'pod' AS "Field", 'entrance' AS "Setting", 'entrance' AS "Usual" UNION ALL
                    SELECT 'et' AS "Field", 'floor' AS "Setting", 'floor' AS "Usual" UNION ALL
                    SELECT 'apart' AS "Field", 'apartment' AS "Setting", 'apartment' AS "Usual" UNION ALL
                    SELECT 'phone' AS "Field", 'none' AS "Setting", 'phone' AS "Usual" UNION ALL
                    SELECT 'mail' AS "Field", 'none' AS "Setting", 'email' AS "Usual" UNION ALL
                    SELECT 'descr' AS "Field", 'description' AS "Setting", 'reference + note' AS "Usual" UNION ALL
                    SELECT 'name' AS "Field", 'none' AS "Setting", 'name' AS "Usual") f
                WHERE i."Connector" = 'frontpad' AND COALESCE(JSON_VALUE(i."Settings", '$."' + f."Setting" + '"'), f."Usual") <> ''
                    AND NOT EXISTS (SELECT 1 FROM "ValueMappings" m WHERE m."IntegrationId" = i."Id" AND m."Table" = 'fields' AND m."Source" = f."Field");
                """);
            migrationBuilder.Sql(
                """
                UPDATE "Integrations" SET "Settings" =
                    JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY("Settings", '$.sendOn', COALESCE(JSON_VALUE("Settings", '$.sendAt[0]'), 'import')), '$.affiliatesEnabled', CAST(CASE WHEN JSON_VALUE("Settings", '$.useAffiliates') = 'true' THEN 1 ELSE 0 END AS bit)), '$.checkStatuses', JSON_QUERY(CASE WHEN JSON_VALUE("Settings", '$.polling') = 'true' THEN COALESCE(JSON_QUERY("Settings", '$.pollStatuses'), '[]') ELSE '[]' END)), '$.checkDays', COALESCE(CAST(JSON_VALUE("Settings", '$.pollDays') AS int), 7))
                WHERE "Connector" = 'frontpad';
                """);
            migrationBuilder.Sql(
                """
                UPDATE "Integrations" SET "Settings" =
                    JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY(JSON_MODIFY("Settings", '$.sendAt', NULL), '$.useAffiliates', NULL), '$.polling', NULL), '$.pollStatuses', NULL), '$.pollDays', NULL), '$.street', NULL), '$.home', NULL), '$.entrance', NULL), '$.floor', NULL), '$.apartment', NULL), '$.description', NULL), '$.additionalFields', NULL)
                WHERE "Connector" = 'frontpad';
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "CompletenessDays",
                table: "Integrations");

            migrationBuilder.DropColumn(
                name: "OffReason",
                table: "Feeds");
        }
    }
}
