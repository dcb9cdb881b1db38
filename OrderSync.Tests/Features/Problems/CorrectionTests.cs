using OrderSync.Domain;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Orders.Payloads;

namespace OrderSync.Tests.Features.Problems;

public sealed class CorrectionTests
{
    [Fact]
    public async Task A_corrected_order_is_imported_with_the_correction_while_the_shops_data_stays()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });

        await CorrectAsync(rig, new OrderCorrection { Email = "ok@example.com", LineSkus = new Dictionary<string, string> { ["1501"] = "TS-BLUE-M" } });
        await rig.RunQueuedAsync();

        var details = await rig.DetailsAsync("1");
        var order = (await new OrderQueries(rig.Feeds.Database).FindAsync(details.Row.OrderId!.Value, default))!.Order;
        Assert.Equal(("ok@example.com", "TS-BLUE-M"), (order.Email, order.Lines[0].Sku));
        Assert.Equal(("", "TS-RED-M"), (details.Shop!.Email, details.Shop.Lines[0].Sku));
        Assert.Equal(["E-mail corrected: 'ok@example.com' in place of ''", "SKU of 'Red T-shirt' corrected: 'TS-BLUE-M' in place of 'TS-RED-M'"], await CorrectedAsync(rig, "1"));
    }

    [Fact]
    public async Task An_accepted_total_puts_the_difference_on_its_own_line()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Total = 60 });

        await CorrectAsync(rig, new OrderCorrection { AcceptTotals = true });
        await rig.RunQueuedAsync();

        var order = (await new OrderQueries(rig.Feeds.Database).FindAsync((await rig.DetailsAsync("1")).Row.OrderId!.Value, default))!;
        Assert.Equal((60m, 11.5m), (order.Totals.Total, order.Totals.Difference));
    }

    [Fact]
    public async Task Of_two_people_who_correct_at_the_same_time_the_second_is_told()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });
        var opened = await rig.DetailsAsync("1");

        var first = await rig.Corrections.CorrectAsync(OrderRows.Support, opened.Row.Id, opened.Stamp, new() { Email = "first@example.com" }, default);
        var second = await rig.Corrections.CorrectAsync(OrderRows.Support, opened.Row.Id, opened.Stamp, new() { Email = "second@example.com" }, default);

        Assert.True(first.Succeeded);
        Assert.Equal(RefusalKind.Conflict, second.Refusal!.Kind);
        Assert.Equal("first@example.com", (await rig.DetailsAsync("1")).Correction!.Email);
    }

    [Fact]
    public async Task Wrong_fields_are_refused_each_at_its_place_and_nothing_is_saved()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });

        var refused = await CorrectAsync(rig, new() { Email = "nobody", DeliveryAddress = new PostalAddress { City = "Kraków", CountryCode = "pl" } });

        Assert.Equal(["deliveryAddress.countryCode", "deliveryAddress.lastName", "deliveryAddress.line1", "deliveryAddress.postalCode", "email"], refused.Refusal!.Fields.Keys.Order());
        Assert.Null((await rig.DetailsAsync("1")).Correction);
    }

    [Theory]
    [InlineData("XX")]
    [InlineData("Poland")]
    [InlineData("")]
    public async Task A_country_that_does_not_exist_is_refused(string code)
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });

        var refused = await CorrectAsync(rig, new() { DeliveryAddress = Given.Address with { CountryCode = code } });

        Assert.Equal("deliveryAddress.countryCode", Assert.Single(refused.Refusal!.Fields.Keys));
    }

    [Fact]
    public async Task What_was_emptied_is_refused_at_its_field_instead_of_being_undone()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { CarrierId = "9" });

        var refused = await CorrectAsync(rig, new()
        {
            Email = "",
            Phone = " ",
            InvoiceAddress = Given.Address with { PostalCode = "" },
            LineSkus = new Dictionary<string, string> { ["1501"] = " " },
        });

        Assert.Equal(["email", "invoiceAddress.postalCode", "lineSkus.1501", "phone"], refused.Refusal!.Fields.Keys.Order());
        Assert.Equal("An SKU cannot be empty; leave the shop's.", refused.Refusal.Fields["lineSkus.1501"].ToString());
        Assert.Equal("The postal code cannot be empty; the shop has '301 00'.", refused.Refusal.Fields["invoiceAddress.postalCode"].ToString());
    }

    [Fact]
    public async Task The_timeline_says_old_and_new_of_each_part_of_an_address()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { Email = "" });

        await CorrectAsync(rig, new() { DeliveryAddress = Given.Address with { City = "Kraków", CountryCode = "PL" } });
        await CorrectAsync(rig, new() { DeliveryAddress = Given.Address with { City = "Gdańsk", CountryCode = "PL" } });

        Assert.Equal(
            ["Delivery address, city: 'Kraków' in place of 'Plzeň'", "Delivery address, country: 'Poland (PL)' in place of 'Czechia (CZ)'", "Delivery address, city: 'Gdańsk' in place of 'Kraków'"],
            await CorrectedAsync(rig, "1"));
    }

    [Fact]
    public async Task What_equals_the_shop_is_no_correction()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1") with { CarrierId = "9" });
        var shop = (await rig.DetailsAsync("1")).Shop!;

        await CorrectAsync(rig, new() { Email = shop.Email, Phone = shop.DeliveryAddress!.Phone, DeliveryAddress = shop.DeliveryAddress, InvoiceAddress = shop.InvoiceAddress });

        Assert.Null((await rig.DetailsAsync("1")).Correction);
    }

    [Fact]
    public async Task An_unreadable_order_cannot_be_corrected_and_says_what_else_to_do()
    {
        await using var rig = await ProblemRig.ImportedAsync();
        rig.Feeds.Shop.Unreadable.Add(new UnreadableOrder("5", new Phrase("The shop's answer is no order."), "<order><br"));
        await rig.Feeds.ImportAsync();
        var details = await rig.DetailsAsync("5");

        var refused = await rig.Corrections.CorrectAsync(OrderRows.Support, details.Row.Id, details.Stamp, new() { Email = "a@b" }, default);

        Assert.Equal(RefusalKind.Conflict, refused.Refusal!.Kind);
        Assert.Contains("<order>", await new PayloadQueries(rig.Feeds.Database).TextAsync(details.Row.Id, details.PayloadId!.Value, default));
    }

    [Fact]
    public async Task A_payload_is_shown_only_with_its_own_order()
    {
        await using var rig = await ProblemRig.ImportedAsync(Given.Order("1"), Given.Order("2"));
        var (mine, other) = (await rig.DetailsAsync("1"), await rig.DetailsAsync("2"));

        Assert.Contains("\"externalId\": \"1\"", await new PayloadQueries(rig.Feeds.Database).TextAsync(mine.Row.Id, mine.PayloadId!.Value, default));
        Assert.Null(await new PayloadQueries(rig.Feeds.Database).TextAsync(mine.Row.Id, other.PayloadId!.Value, default));
    }

    private static async Task<Outcome<Web.Features.Problems.Settled>> CorrectAsync(ProblemRig rig, OrderCorrection correction)
    {
        var details = await rig.DetailsAsync("1");
        return await rig.Corrections.CorrectAsync(OrderRows.Support, details.Row.Id, details.Stamp, correction, default);
    }

    private static async Task<IEnumerable<string>> CorrectedAsync(ProblemRig rig, string externalId) =>
        (await new TimelineQueries(rig.Feeds.Database).ListAsync((await rig.DetailsAsync(externalId)).Row.Id, default))
        .Where(row => row.Kind == TimelineKind.Corrected).Select(row => row.Summary.ToString());
}
