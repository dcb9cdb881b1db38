using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Api;

public sealed class PacketsApiTests
{
    [Fact]
    public async Task Packets_and_items_are_read_and_paired_by_scripts()
    {
        await using var app = await TestApp.StartAsync();
        using var api = app.Api();
        using var rig = new PacketRig(app.Databases, TimeProvider.System);
        var product = await app.Databases.AddProductAsync("Gel", ["GEL"]);
        var pharmacy = await Rows.IntegrationAsync(app.Databases, ScriptedPharmacy.Key.Value);
        await rig.Packets.TakeAsync(pharmacy, PacketRig.Packet("p-1", new OfferedProduct { Ref = "501", Bloz = "0990501", Stock = 5 }), default);
        var root = $"/api/v1/integrations/{pharmacy}";

        var packet = (await api.GetFromJsonAsync<JsonObject>($"{root}/packets"))!["items"]![0]!;
        Assert.Equal(("p-1", 1), ((string)packet["packetId"]!, (int)packet["counts"]!["unknown"]!));
        var details = (await api.GetFromJsonAsync<JsonObject>($"{root}/packets/{packet["id"]}?result=unknown"))!;
        Assert.Equal("no-match", (string)details["products"]!["items"]![0]!["code"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await api.GetAsync($"{root}/packets/999")).StatusCode);

        var item = (await api.GetFromJsonAsync<JsonObject>($"{root}/pharmacy-items?paired=false"))!["items"]![0]!["id"]!;
        await using var db = app.Databases.CreateDbContext();
        var variant = await db.Variants.Where(row => row.ProductId == product).Select(row => row.Id).SingleAsync();
        using var support = app.Api(await app.AddKeyAsync(Role.Support));
        Assert.Equal(HttpStatusCode.Forbidden, (await support.PutAsJsonAsync($"{root}/pharmacy-items/{item}", new { variantId = variant })).StatusCode);
        var paired = await (await api.PutAsJsonAsync($"{root}/pharmacy-items/{item}", new { variantId = variant })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Equal(product, (long)paired!["productId"]!);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.PutAsJsonAsync($"{root}/pharmacy-items/{item}", new { variantId = 999 })).StatusCode);
        var free = await (await api.PutAsJsonAsync($"{root}/pharmacy-items/{item}", new { variantId = (long?)null })).Content.ReadFromJsonAsync<JsonObject>();
        Assert.Null(free!["productId"]);
    }
}
