using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
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
                type: "INTEGER",
                nullable: false,
                defaultValue: 30);

            migrationBuilder.AddColumn<string>(
                name: "OffReason",
                table: "Feeds",
                type: "TEXT",
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
                INSERT OR IGNORE INTO "ValueMappings" ("IntegrationId", "Table", "Source", "SourceName", "Hints", "Target", "UpdatedAt", "UpdatedBy", "Stamp")
                SELECT i."Id", 'fields', trim(substr(line.value, 1, instr(line.value, ':') - 1)), trim(substr(line.value, 1, instr(line.value, ':') - 1)), '{}',
                    json_quote(trim(substr(line.value, instr(line.value, ':') + 1))), i."CreatedAt", '', i."Stamp"
                FROM "Integrations" i, json_each('[' || replace(json_quote(coalesce(json_extract(i."Settings", '$.additionalFields'), '')), '\n', '","') || ']') line
                WHERE i."Connector" = 'frontpad' AND instr(line.value, ':') > 1;
                """);
            migrationBuilder.Sql(
                """
                INSERT OR IGNORE INTO "ValueMappings" ("IntegrationId", "Table", "Source", "SourceName", "Hints", "Target", "UpdatedAt", "UpdatedBy", "Stamp")
                SELECT i."Id", 'fields', f."Field", f."Field", '{}', json_quote(coalesce(json_extract(i."Settings", '$.' || f."Setting"), f."Usual")), i."CreatedAt", '', i."Stamp"
                FROM "Integrations" i, (
                    SELECT 'street' AS "Field", 'street' AS "Setting", 'street' AS "Usual" UNION ALL
                    SELECT 'home' AS "Field", 'home' AS "Setting", 'home' AS "Usual" UNION ALL
                    SELECT 'pod' AS "Field", 'entrance' AS "Setting", 'entrance' AS "Usual" UNION ALL
                    SELECT 'et' AS "Field", 'floor' AS "Setting", 'floor' AS "Usual" UNION ALL
                    SELECT 'apart' AS "Field", 'apartment' AS "Setting", 'apartment' AS "Usual" UNION ALL
                    SELECT 'phone' AS "Field", 'none' AS "Setting", 'phone' AS "Usual" UNION ALL
                    SELECT 'mail' AS "Field", 'none' AS "Setting", 'email' AS "Usual" UNION ALL
                    SELECT 'descr' AS "Field", 'description' AS "Setting", 'reference + note' AS "Usual" UNION ALL
                    SELECT 'name' AS "Field", 'none' AS "Setting", 'name' AS "Usual") f
                WHERE i."Connector" = 'frontpad' AND coalesce(json_extract(i."Settings", '$.' || f."Setting"), f."Usual") <> '';
                """);
            migrationBuilder.Sql(
                """
                UPDATE "Integrations" SET "Settings" = json_remove(
                    json_set("Settings",
                        '$.sendOn', coalesce(json_extract("Settings", '$.sendAt[0]'), 'import'),
                        '$.affiliatesEnabled', json(CASE WHEN json_extract("Settings", '$.useAffiliates') THEN 'true' ELSE 'false' END),
                        '$.checkStatuses', json(CASE WHEN json_extract("Settings", '$.polling') THEN coalesce(json_extract("Settings", '$.pollStatuses'), '[]') ELSE '[]' END),
                        '$.checkDays', coalesce(json_extract("Settings", '$.pollDays'), 7)),
                    '$.sendAt', '$.useAffiliates', '$.polling', '$.pollStatuses', '$.pollDays', '$.street', '$.home', '$.entrance', '$.floor', '$.apartment', '$.description', '$.additionalFields')
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
