using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Pharmacy;

namespace OrderSync.Tests.Features.Pharmacy;

public sealed class PacketPagesTests : PageContext
{
    [Fact]
    public async Task A_packet_shows_what_became_of_its_products_and_filters_by_result()
    {
        var (pharmacy, packet, product) = await ReceiveAsync();

        var list = Render<PacketsPage>(parameters => parameters.Add(view => view.Id, pharmacy));
        list.WaitForAssertion(() => Assert.Equal($"/integrations/{pharmacy}/packets/{packet}", Assert.Single(list.FindAll("tbody tr")).GetAttribute("data-href")));

        var page = Render<PacketPage>(parameters => parameters.Add(view => view.Id, pharmacy).Add(view => view.PacketId, packet));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count));
        Assert.Equal($"/products/{product}", page.FindAll("tbody tr")[0].GetAttribute("data-href"));
        Assert.Contains("switched off: price", page.Find("tbody").TextContent);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"/integrations/{pharmacy}/packets/{packet}?result=unknown");
        page = Render<PacketPage>(parameters => parameters.Add(view => view.Id, pharmacy).Add(view => view.PacketId, packet));
        page.WaitForAssertion(() => Assert.Contains("No shop product matches", Assert.Single(page.FindAll("tbody tr")).TextContent));
    }

    [Fact]
    public async Task An_item_is_paired_left_out_and_taken_back_and_the_next_packet_follows()
    {
        var (pharmacy, _, product) = await ReceiveAsync();
        var (queries, actions) = (Services.GetRequiredService<PairingQueries>(), Services.GetRequiredService<PairingActions>());
        var item = Assert.Single((await queries.ListAsync(pharmacy, PairingState.Waiting, null, default, 10, default)).Rows);
        var variant = (await queries.ChoicesAsync("samp", default)).Single().VariantId;

        Assert.Equal(RefusalKind.Forbidden, (await actions.PairAsync(OrderRows.Support, pharmacy, item.Id, variant, default)).Refusal!.Kind);
        Assert.True((await actions.PairAsync(ProductRows.Staff, pharmacy, item.Id, variant, default)).Succeeded);
        var paired = (await queries.FindAsync(pharmacy, item.Id, default))!;
        Assert.Equal((product, "Stan"), (paired.ProductId!.Value, paired.PairedByPerson));
        using var rig = new PacketRig(Feeds.Database, Feeds.Clock);
        var report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("2", new OfferedProduct { Ref = "9", Stock = 4 }), default));
        Assert.Equal((PacketVerdict.Updated, MatchStep.Link), (report.Lines[0].Verdict, report.Lines[0].By));

        Assert.True((await actions.LeaveOutAsync(ProductRows.Staff, pharmacy, item.Id, true, default)).Succeeded);
        report = PacketRig.Report(await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("3", new OfferedProduct { Ref = "9", Stock = 4 }), default));
        Assert.Equal((PacketVerdict.Unknown, "left-out"), (report.Lines[0].Verdict, report.Lines[0].Note));
        Assert.True((await actions.PairAsync(ProductRows.Staff, pharmacy, item.Id, null, default)).Succeeded);
        await using var db = Feeds.Database.CreateDbContext();
        Assert.Equal(3, await db.AuditEntries.CountAsync());
    }

    [Fact]
    public async Task What_waits_is_listed_with_its_remedies_and_an_empty_list_says_so()
    {
        SignInAs(Role.Staff);
        var (pharmacy, _, product) = await ReceiveAsync();

        var page = Render<PairingPage>(parameters => parameters.Add(view => view.Id, pharmacy));
        page.WaitForAssertion(() => Assert.Contains("Leave out", Assert.Single(page.FindAll("tbody tr")).TextContent));

        var card = Render<ProductInPharmacy>(parameters => parameters.Add(view => view.ProductId, product));
        card.WaitForAssertion(() => Assert.Contains("0990501", card.Markup));
        var empty = Render<PairingPage>(parameters => parameters.Add(view => view.Id, Feeds.IntegrationId));
        empty.WaitForAssertion(() => Assert.NotNull(empty.Find(".os-empty")));
    }

    private async Task<(long Pharmacy, long Packet, long Product)> ReceiveAsync()
    {
        using var rig = new PacketRig(Feeds.Database, Feeds.Clock);
        rig.Pharmacy.Packets = rig.Pharmacy.Packets with { Price = false };
        var product = await Feeds.Database.AddProductAsync("Sample gel", ["GEL"], change: row => row.Variants[0].Mpn = "0990501");
        var pharmacy = await Rows.IntegrationAsync(Feeds.Database, ScriptedPharmacy.Key.Value);
        var report = PacketRig.Report(await rig.Packets.TakeAsync(
            pharmacy, PacketRig.Packet("1", new OfferedProduct { Ref = "501", Bloz = "0990501", Stock = 5, Price = 7 }, new OfferedProduct { Ref = "9", Name = "Unknown", Stock = 1 }), default));
        return (pharmacy, report.Packet.Id, product);
    }
}
