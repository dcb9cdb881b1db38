using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OrderSync.Web.Data.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class Pharmacy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Couriers",
                table: "Products",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "HandOverBatches",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Face = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Size = table.Column<int>(type: "INTEGER", nullable: false),
                    Total = table.Column<int>(type: "INTEGER", nullable: false),
                    OpenedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Confirmed = table.Column<int>(type: "INTEGER", nullable: false),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HandOverBatches", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HandOverBatches_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "HandOvers",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    OrderId = table.Column<long>(type: "INTEGER", nullable: false),
                    Round = table.Column<int>(type: "INTEGER", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    BatchId = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Snapshot = table.Column<byte[]>(type: "BLOB", nullable: false),
                    SnapshotHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    SnapshotRemovedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Face = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    OfferedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ConfirmedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReleasedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ReleasedBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    ReleaseReason = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    ReportedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HandOvers", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HandOvers_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_HandOvers_Orders_OrderId",
                        column: x => x.OrderId,
                        principalTable: "Orders",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PharmacyCalls",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Face = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Action = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Caller = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    BodyHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Milliseconds = table.Column<int>(type: "INTEGER", nullable: false),
                    Status = table.Column<int>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Summary = table.Column<string>(type: "TEXT", nullable: true),
                    Packet = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PharmacyCalls", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PharmacyCalls_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PharmacyDesks",
                columns: table => new
                {
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    CaptureUntil = table.Column<DateTime>(type: "TEXT", nullable: true),
                    CaptureBy = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Writer = table.Column<Guid>(type: "TEXT", nullable: true),
                    WriterUntil = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PharmacyDesks", x => x.IntegrationId);
                    table.ForeignKey(
                        name: "FK_PharmacyDesks_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PharmacyItems",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 70, nullable: false),
                    Ref = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Bloz = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Ean = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    VariantId = table.Column<long>(type: "INTEGER", nullable: true),
                    PairedBy = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    PairedByPerson = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    PairedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    LeftOut = table.Column<bool>(type: "INTEGER", nullable: false),
                    Other = table.Column<string>(type: "TEXT", nullable: false),
                    SeenAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    SeenInPacketId = table.Column<long>(type: "INTEGER", nullable: true),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PharmacyItems", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PharmacyItems_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_PharmacyItems_Variants_VariantId",
                        column: x => x.VariantId,
                        principalTable: "Variants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PharmacyPushes",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    PushId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    BodyHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    Results = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PharmacyPushes", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PharmacyPushes_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ProductPackets",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    IntegrationId = table.Column<long>(type: "INTEGER", nullable: false),
                    Face = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    PacketId = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Part = table.Column<int>(type: "INTEGER", nullable: false),
                    Parts = table.Column<int>(type: "INTEGER", nullable: false),
                    IsFull = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatedAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    BodyHash = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    ReceivedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    State = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    DoneAt = table.Column<DateTime>(type: "TEXT", nullable: true),
                    Applied = table.Column<int>(type: "INTEGER", nullable: false),
                    Received = table.Column<int>(type: "INTEGER", nullable: false),
                    Created = table.Column<int>(type: "INTEGER", nullable: false),
                    Updated = table.Column<int>(type: "INTEGER", nullable: false),
                    Unchanged = table.Column<int>(type: "INTEGER", nullable: false),
                    Locked = table.Column<int>(type: "INTEGER", nullable: false),
                    Unknown = table.Column<int>(type: "INTEGER", nullable: false),
                    Ambiguous = table.Column<int>(type: "INTEGER", nullable: false),
                    Invalid = table.Column<int>(type: "INTEGER", nullable: false),
                    Failed = table.Column<int>(type: "INTEGER", nullable: false),
                    Absent = table.Column<int>(type: "INTEGER", nullable: true),
                    Ignored = table.Column<int>(type: "INTEGER", nullable: false),
                    Milliseconds = table.Column<int>(type: "INTEGER", nullable: false),
                    Stamp = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ProductPackets", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ProductPackets_Integrations_IntegrationId",
                        column: x => x.IntegrationId,
                        principalTable: "Integrations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PharmacyCaptures",
                columns: table => new
                {
                    CallId = table.Column<long>(type: "INTEGER", nullable: false),
                    Request = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Answer = table.Column<byte[]>(type: "BLOB", nullable: false),
                    Until = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PharmacyCaptures", x => x.CallId);
                    table.ForeignKey(
                        name: "FK_PharmacyCaptures_PharmacyCalls_CallId",
                        column: x => x.CallId,
                        principalTable: "PharmacyCalls",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PacketChunks",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PacketId = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PacketChunks", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PacketChunks_ProductPackets_PacketId",
                        column: x => x.PacketId,
                        principalTable: "ProductPackets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PacketLines",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    PacketId = table.Column<long>(type: "INTEGER", nullable: false),
                    Position = table.Column<int>(type: "INTEGER", nullable: false),
                    Ref = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Bloz = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    Ean = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Verdict = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    ProductId = table.Column<long>(type: "INTEGER", nullable: true),
                    By = table.Column<string>(type: "TEXT", maxLength: 32, nullable: true),
                    Set = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Locked = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Off = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Warnings = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Code = table.Column<string>(type: "TEXT", maxLength: 32, nullable: false),
                    Message = table.Column<string>(type: "TEXT", nullable: true),
                    Note = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Candidates = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Adjusted = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PacketLines", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PacketLines_ProductPackets_PacketId",
                        column: x => x.PacketId,
                        principalTable: "ProductPackets",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_HandOverBatches_IntegrationId_ConfirmedAt_ExpiresAt",
                table: "HandOverBatches",
                columns: new[] { "IntegrationId", "ConfirmedAt", "ExpiresAt" });

            migrationBuilder.CreateIndex(
                name: "IX_HandOverBatches_IntegrationId_Key",
                table: "HandOverBatches",
                columns: new[] { "IntegrationId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_BatchId_Position",
                table: "HandOvers",
                columns: new[] { "BatchId", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_IntegrationId_OrderId_Round",
                table: "HandOvers",
                columns: new[] { "IntegrationId", "OrderId", "Round" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_IntegrationId_State_OfferedAt",
                table: "HandOvers",
                columns: new[] { "IntegrationId", "State", "OfferedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_OrderId",
                table: "HandOvers",
                column: "OrderId");

            migrationBuilder.CreateIndex(
                name: "IX_HandOvers_SnapshotRemovedAt_ConfirmedAt",
                table: "HandOvers",
                columns: new[] { "SnapshotRemovedAt", "ConfirmedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_PacketChunks_PacketId_Position",
                table: "PacketChunks",
                columns: new[] { "PacketId", "Position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PacketLines_PacketId_Position",
                table: "PacketLines",
                columns: new[] { "PacketId", "Position" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PacketLines_PacketId_Verdict_Position",
                table: "PacketLines",
                columns: new[] { "PacketId", "Verdict", "Position" });

            migrationBuilder.CreateIndex(
                name: "IX_PacketLines_ProductId",
                table: "PacketLines",
                column: "ProductId");

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyCalls_At",
                table: "PharmacyCalls",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyCalls_Caller_Outcome_At",
                table: "PharmacyCalls",
                columns: new[] { "Caller", "Outcome", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyCalls_IntegrationId_Id",
                table: "PharmacyCalls",
                columns: new[] { "IntegrationId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyCaptures_Until",
                table: "PharmacyCaptures",
                column: "Until");

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyItems_IntegrationId_Bloz",
                table: "PharmacyItems",
                columns: new[] { "IntegrationId", "Bloz" });

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyItems_IntegrationId_Key",
                table: "PharmacyItems",
                columns: new[] { "IntegrationId", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyItems_IntegrationId_VariantId_Id",
                table: "PharmacyItems",
                columns: new[] { "IntegrationId", "VariantId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyItems_VariantId",
                table: "PharmacyItems",
                column: "VariantId");

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyPushes_IntegrationId_PushId",
                table: "PharmacyPushes",
                columns: new[] { "IntegrationId", "PushId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_PharmacyPushes_ReceivedAt",
                table: "PharmacyPushes",
                column: "ReceivedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ProductPackets_IntegrationId_PacketId_Part",
                table: "ProductPackets",
                columns: new[] { "IntegrationId", "PacketId", "Part" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ProductPackets_IntegrationId_ReceivedAt",
                table: "ProductPackets",
                columns: new[] { "IntegrationId", "ReceivedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_ProductPackets_IntegrationId_State_Id",
                table: "ProductPackets",
                columns: new[] { "IntegrationId", "State", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "HandOverBatches");

            migrationBuilder.DropTable(
                name: "HandOvers");

            migrationBuilder.DropTable(
                name: "PacketChunks");

            migrationBuilder.DropTable(
                name: "PacketLines");

            migrationBuilder.DropTable(
                name: "PharmacyCaptures");

            migrationBuilder.DropTable(
                name: "PharmacyDesks");

            migrationBuilder.DropTable(
                name: "PharmacyItems");

            migrationBuilder.DropTable(
                name: "PharmacyPushes");

            migrationBuilder.DropTable(
                name: "ProductPackets");

            migrationBuilder.DropTable(
                name: "PharmacyCalls");

            migrationBuilder.DropColumn(
                name: "Couriers",
                table: "Products");
        }
    }
}
