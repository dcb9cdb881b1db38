using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class HeldPiecesByListing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_HeldPieces_IntegrationId_ExternalProductId_ExternalVariantId",
                table: "HeldPieces",
                columns: new[] { "IntegrationId", "ExternalProductId", "ExternalVariantId" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_HeldPieces_IntegrationId_ExternalProductId_ExternalVariantId",
                table: "HeldPieces");
        }
    }
}
