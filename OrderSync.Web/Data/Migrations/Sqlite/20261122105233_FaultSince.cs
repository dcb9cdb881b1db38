using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FaultSince : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTime>(
                name: "FaultSince",
                table: "Integrations",
                type: "TEXT",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "FaultSince",
                table: "Integrations");
        }
    }
}
