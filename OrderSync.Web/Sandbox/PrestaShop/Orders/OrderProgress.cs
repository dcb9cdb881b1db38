namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>How far an order has come by its age. The shop is slow in shipping, so that there is always something to import.</summary>
public static class OrderProgress
{
    private static readonly TimeSpan UntilPaid = TimeSpan.FromHours(5);
    private static readonly TimeSpan UntilPrepared = TimeSpan.FromDays(6);
    private static readonly TimeSpan UntilShipped = TimeSpan.FromDays(24);
    private static readonly TimeSpan UntilDelivered = TimeSpan.FromDays(32);

    public static IReadOnlyList<OrderStep> Steps(Random random, PaymentMethod payment, bool isVirtual, DateTimeOffset placedAt, DateTimeOffset now)
    {
        var plan = Plan(random, payment, isVirtual);
        var steps = plan.Select(step => new OrderStep(OrderState.Get(step.State), placedAt + (step.After * (0.7 + (random.NextDouble() * 0.6))))).ToList();
        return [.. steps.Where((step, i) => i == 0 || step.At <= now)];
    }

    private static List<(int State, TimeSpan After)> Plan(Random random, PaymentMethod payment, bool isVirtual)
    {
        List<(int State, TimeSpan After)> plan = [(payment.FirstState, TimeSpan.Zero)];
        var fate = random.Next(100);
        if (fate < 7)
        {
            plan.Add((fate < 4 ? OrderState.Cancelled : OrderState.PaymentError, UntilPrepared));
            return plan;
        }

        if (payment.FirstState is OrderState.AwaitingWire or OrderState.AwaitingCheck)
        {
            if (fate < 25)
            {
                // Some never pay.
                return plan;
            }

            plan.Add((OrderState.Paid, UntilPaid));
        }

        switch (fate)
        {
            case 7 or 8:
                plan.Add((OrderState.Refunded, UntilShipped));
                break;
            case 9 or 10:
                plan.Add((payment.IsCashOnDelivery ? OrderState.BackorderUnpaid : OrderState.BackorderPaid, UntilPrepared));
                break;
            default:
                plan.AddRange(isVirtual ? [(OrderState.Delivered, UntilPrepared)] : Fulfilment(fate));
                break;
        }

        return plan;
    }

    private static List<(int State, TimeSpan After)> Fulfilment(int fate)
    {
        List<(int State, TimeSpan After)> steps = [(OrderState.InPreparation, UntilPrepared)];
        if (fate >= 15)
        {
            steps.Add((OrderState.Shipped, UntilShipped));
        }

        if (fate >= 40)
        {
            steps.Add((OrderState.Delivered, UntilDelivered));
        }

        return steps;
    }
}
