using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Features;
using OrderSync.Web.Features.Pharmacy;

namespace OrderSync.Web.Api;

internal sealed record ApiPacketCounts(int Received, int Applied, int Created, int Updated, int Unchanged, int Locked, int Unknown, int Ambiguous, int Invalid, int Error);

/// <param name="Absent">Paired products a whole offer does not name; null for others, and while parts are missing.</param>
internal sealed record ApiPacket(
    long Id, string PacketId, int Part, int Parts, PharmacyFace Face, bool Full, PacketState State, DateTime ReceivedAt, DateTime? DoneAt, int Milliseconds, ApiPacketCounts Counts, int? Absent)
{
    public static ApiPacket Of(PacketRow row) => new(
        row.Id, row.PacketId, row.Part, row.Parts, row.Face, row.IsFull, row.State, row.ReceivedAt, row.DoneAt, row.Milliseconds,
        new(row.Received, row.Applied, row.Created, row.Updated, row.Unchanged, row.Locked, row.Unknown, row.Ambiguous, row.Invalid, row.Failed), row.Absent);
}

internal sealed record ApiPacketLine(
    int Position, string Ref, string Bloz, string Ean, string Name, PacketVerdict Result, long? ProductId, MatchStep? By, IReadOnlyList<string> Set, IReadOnlyList<string> Locked,
    IReadOnlyList<string> Off, IReadOnlyList<string> Warnings, string Code, string? Message, IReadOnlyList<string> Candidates, int? Adjusted)
{
    public static ApiPacketLine Of(PacketLine row) => new(
        row.Position, row.Ref, row.Bloz, row.Ean, row.Name, row.Verdict, row.ProductId, row.By, PacketWords.Split(row.Set), PacketWords.Split(row.Locked),
        PacketWords.Split(row.Off), PacketWords.Split(row.Warnings), row.Code, row.Message?.ToString(), PacketWords.Split(row.Candidates), row.Adjusted);
}

/// <summary>A packet with a window of its products; <c>next</c> leads to the following ones.</summary>
internal sealed record ApiPacketDetails(ApiPacket Packet, ApiList<ApiPacketLine> Products);

internal sealed record ApiPharmacyItem(
    long Id, string Ref, string Bloz, string Ean, string Name, long? VariantId, long? ProductId, MatchStep? PairedBy, string PairedByPerson, DateTime? PairedAt, bool LeftOut, DateTime SeenAt)
{
    public static ApiPharmacyItem Of(PharmacyItemRow row) => new(
        row.Id, row.Ref, row.Bloz, row.Ean, row.Name, row.VariantId, row.ProductId, row.PairedBy, row.PairedByPerson, row.PairedAt, row.LeftOut, row.SeenAt);
}

internal sealed record PairingBody(long? VariantId);

internal static class PacketsApi
{
    public static void MapPackets(this RouteGroupBuilder api)
    {
        var group = api.MapGroup("/integrations/{id:long}").WithTags("Pharmacy");
        group.MapGet("/packets", ListAsync).WithSummary("Packets of a pharmacy's program, newest first").Produces<ApiList<ApiPacket>>();
        group.MapGet("/packets/{packetId:long}", GetAsync).WithSummary("A packet, and what became of its products")
            .WithDescription("result: only products with this result. after and limit page through the products.")
            .Produces<ApiPacketDetails>().ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/pharmacy-items", ItemsAsync).WithSummary("Items of a pharmacy, and the variants they are")
            .WithDescription("paired: false lists those that wait for a product, true those that have one. number: exactly this number, BLOZ number or EAN.")
            .Produces<ApiList<ApiPharmacyItem>>();
        group.MapPut("/pharmacy-items/{itemId:long}", PairAsync).RequireAuthorization(nameof(Permission.ManageStock)).Accepts<PairingBody>("application/json")
            .WithSummary("Says which variant an item is")
            .WithDescription("The pair holds whatever numbers the item carries. null takes it back: then packets look for the item again.")
            .Produces<ApiPharmacyItem>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> ListAsync(long id, string? after, string? limit, PacketQueries queries, CancellationToken ct)
    {
        var list = new ListQuery(after, limit);
        if ((list.Fault ?? await UnknownAsync(id, queries, ct)) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var page = await queries.ListAsync(id, list.Cursor, list.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiPacket.Of));
    }

    private static async Task<IResult> GetAsync(long id, long packetId, string? result, string? after, string? limit, PacketQueries queries, CancellationToken ct)
    {
        var list = new ListQuery(after, limit);
        var verdict = ApiRequests.ReadEnum<PacketVerdict>("result", result);
        if ((list.Fault ?? verdict.Refusal) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        if (await queries.FindAsync(id, packetId, ct) is not { } packet)
        {
            return ApiAnswers.Refused(Refusal.NotFound("The packet"));
        }

        var lines = await queries.LinesAsync(packetId, verdict.Value is { } wanted ? [wanted] : [], list.Cursor, list.Size, ct);
        return TypedResults.Ok(new ApiPacketDetails(ApiPacket.Of(packet), ApiAnswers.List(lines.Rows, lines.Next, lines.Total, ApiPacketLine.Of)));
    }

    private static async Task<IResult> ItemsAsync(
        long id, string? paired, string? number, string? after, string? limit, PacketQueries packets, PairingQueries queries, CancellationToken ct)
    {
        var list = new ListQuery(after, limit);
        var isBoolean = paired is null || bool.TryParse(paired, out _);
        if ((list.Fault ?? (isBoolean ? null : Refusal.Field("paired", "Give true or false.")) ?? await UnknownAsync(id, packets, ct)) is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        PairingState? state = paired is null ? null : bool.Parse(paired) ? PairingState.Paired : PairingState.Waiting;
        var page = await queries.ListAsync(id, state, number, list.Cursor, list.Size, ct);
        return TypedResults.Ok(ApiAnswers.List(page.Rows, page.Next, page.Total, ApiPharmacyItem.Of));
    }

    private static async Task<IResult> PairAsync(
        long id, long itemId, HttpRequest request, PairingQueries queries, PairingActions actions, CurrentActor actor, CancellationToken ct)
    {
        var body = await request.ReadAsync<PairingBody>(ct);
        if (body.Refusal is { } fault)
        {
            return ApiAnswers.Refused(fault);
        }

        var outcome = await actions.PairAsync(await actor.GetAsync(), id, itemId, body.Value!.VariantId, ct);
        return outcome.Refusal is { } refusal ? ApiAnswers.Refused(refusal) : TypedResults.Ok(ApiPharmacyItem.Of((await queries.FindAsync(id, itemId, ct))!));
    }

    private static async Task<Refusal?> UnknownAsync(long id, PacketQueries queries, CancellationToken ct) =>
        await queries.NameAsync(id, ct) is null ? Refusal.NotFound("The integration") : null;
}
