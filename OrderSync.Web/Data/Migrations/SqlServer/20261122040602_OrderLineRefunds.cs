using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class OrderLineRefunds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Refunded",
                table: "OrderLines",
                type: "int",
                nullable: false,
                defaultValue: 0);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Refunded",
                table: "OrderLines");
        }
    }
}
