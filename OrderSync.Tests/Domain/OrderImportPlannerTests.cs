using OrderSync.Domain.Importing;
using OrderSync.Domain.Integrations;
using OrderSync.Domain.Mappings;
using OrderSync.Domain.Orders;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.Domain;

public sealed class OrderImportPlannerTests
{
    [Fact]
    public void A_paid_order_with_everything_mapped_is_imported_with_the_mapped_values()
    {
        var decision = Decide(Given.Order());

        Assert.Equal(IncomingState.Imported, decision.State);
        Assert.Equal(new ImportPlan(OrderStatus.Confirmed, "main", "main", "express", "transfer", 0), decision.Plan);
    }

    [Fact]
    public void A_status_that_is_not_imported_ignores_the_order_and_names_the_status()
    {
        var decision = Decide(Given.Order() with { StatusId = "6" });

        Assert.Equal((IncomingState.Ignored, DecisionCause.StatusRule), (decision.State, decision.Cause));
        Assert.Contains("Canceled", decision.Reason!.ToString());
    }

    [Fact]
    public void A_status_with_the_retry_flag_puts_the_order_aside()
    {
        var decision = Decide(Given.Order() with { StatusId = "10" });

        Assert.Equal((IncomingState.Waiting, DecisionCause.StatusRule), (decision.State, decision.Cause));
    }

    [Fact]
    public void An_unknown_status_is_a_problem_and_never_imported_by_guess()
    {
        var decision = Decide(Given.Order() with { StatusId = "77" });

        Assert.Equal((IncomingState.Problem, DecisionCause.Unmapped), (decision.State, decision.Cause));
        Assert.Contains(decision.Missing, missing => missing is { Table: MappingTables.OrderStatuses, Source: "77" });
    }

    [Fact]
    public void All_missing_values_of_an_order_are_named_at_once()
    {
        var decision = Decide(Given.Order() with { CarrierId = "99", CarrierName = "Drone", PaymentText = "Barter" });

        Assert.Equal(
            [new MissingMapping(MappingTables.ShippingMethods, "99", "Drone"), new MissingMapping(MappingTables.PaymentMethods, "Barter", "Barter")],
            decision.Missing);
        Assert.Equal("Carrier 'Drone' is not mapped yet.", decision.Reason!.ToString());
    }

    [Fact]
    public void An_order_whose_status_is_not_imported_does_not_ask_for_its_carrier()
    {
        var decision = Decide(Given.Order() with { StatusId = "6", CarrierId = "99" });

        Assert.Empty(decision.Missing);
    }

    [Fact]
    public void A_virtual_order_without_carrier_needs_neither_shipping_method_nor_address()
    {
        var decision = Decide(Given.Order() with { CarrierId = "", DeliveryAddress = null });

        Assert.Equal(IncomingState.Imported, decision.State);
        Assert.Null(decision.Plan!.ShippingMethod);
    }

    [Theory]
    [InlineData("  Bank   wire ")]
    [InlineData("Bank wire")]
    public void The_payment_text_is_found_whatever_its_blanks(string text) =>
        Assert.Equal(IncomingState.Imported, Decide(Given.Order() with { PaymentText = text }).State);

    [Fact]
    public void An_order_the_shop_is_still_writing_waits_whatever_its_status()
    {
        var decision = Decide(Given.Order() with { StatusId = "0", NotReady = "no status yet" });

        Assert.Equal((IncomingState.Waiting, DecisionCause.NotReady), (decision.State, decision.Cause));
    }

    [Fact]
    public void An_order_below_the_first_id_to_import_is_left_out() =>
        Assert.Equal(DecisionCause.BeforeStart, Decide(Given.Order("731"), settings: Given.Settings with { ImportFromOrderId = 732 }).Cause);

    [Fact]
    public void The_first_id_to_import_is_itself_imported() =>
        Assert.Equal(IncomingState.Imported, Decide(Given.Order("731"), settings: Given.Settings with { ImportFromOrderId = 731 }).State);

    [Fact]
    public void An_order_of_another_shop_is_left_out() =>
        Assert.Equal(DecisionCause.OtherShop, Decide(Given.Order() with { ShopId = "2" }).Cause);

    [Fact]
    public void An_order_without_lines_is_a_problem() =>
        Assert.Equal(DecisionCause.Malformed, Decide(Given.Order() with { Lines = [] }).Cause);

    [Fact]
    public void An_order_without_an_email_address_is_a_problem_until_support_adds_one()
    {
        var order = Given.Order() with { Email = "" };

        Assert.Equal(DecisionCause.Customer, Decide(order).Cause);
        Assert.Equal(IncomingState.Imported, Decide(order, new OrderCorrection { Email = "a@example.com" }).State);
    }

    [Theory]
    [InlineData("", "Plzeň", "CZ", "street")]
    [InlineData("Main 1", "", "CZ", "city")]
    [InlineData("Main 1", "Plzeň", "", "country")]
    public void An_incomplete_delivery_address_is_a_problem_that_names_the_part(string street, string city, string country, string part)
    {
        var address = Given.Address with { Line1 = street, City = city, CountryCode = country };

        var decision = Decide(Given.Order() with { DeliveryAddress = address });

        Assert.Equal(DecisionCause.Address, decision.Cause);
        Assert.Contains(part, decision.Reason!.ToString());
    }

    [Fact]
    public void A_corrected_address_lets_the_order_pass_and_leaves_the_shops_own_as_it_was()
    {
        var order = Given.Order() with { DeliveryAddress = null };

        var decision = Decide(order, new OrderCorrection { DeliveryAddress = Given.Address });

        Assert.Equal(IncomingState.Imported, decision.State);
        Assert.Null(order.DeliveryAddress);
    }

    [Fact]
    public void Parts_that_do_not_add_up_are_a_problem_with_the_difference_named()
    {
        var decision = Decide(Given.Order() with { Total = 40m });

        Assert.Equal(DecisionCause.Totals, decision.Cause);
        Assert.Contains("-8.50 EUR", decision.Reason!.ToString());
    }

    [Fact]
    public void An_accepted_difference_is_imported_on_its_own_line()
    {
        var decision = Decide(Given.Order() with { Total = 40m }, new OrderCorrection { AcceptTotals = true });

        Assert.Equal(-8.50m, decision.Plan!.RoundingDifference);
    }

    [Fact]
    public void A_difference_of_rounding_is_imported_on_its_own_line() =>
        Assert.Equal(0.01m, Decide(Given.Order() with { Total = 48.51m }).Plan!.RoundingDifference);

    [Fact]
    public void Discounts_and_wrapping_count_in_the_totals()
    {
        var order = Given.Order() with { WrappingTotal = 2, DiscountTotal = 10.50m, Total = 40m };

        Assert.Equal(IncomingState.Imported, Decide(order).State);
    }

    [Fact]
    public void The_same_input_gives_the_same_decision()
    {
        var order = Given.Order() with { CarrierId = "99" };

        Assert.Equal(Decide(order).Reason, Decide(order).Reason);
    }

    private static ImportDecision Decide(ExternalOrder order, OrderCorrection? correction = null, ImportSettings? settings = null) =>
        OrderImportPlanner.Decide(order, correction, Given.Mappings, settings ?? Given.Settings);
}
