namespace OrderSync.Web.Features.Audit;

/// <summary>Names of audited actions and subjects in words; English, translated when shown.</summary>
internal static class ActionWords
{
    public static string Say(string action) => action switch
    {
        "integration.created" => "Created the integration",
        "integration.updated" => "Changed the configuration",
        "integration.tested" => "Tested the connection",
        "integration.secret-changed" => "Made a new secret for real-time changes",
        "integration.module-downloaded" => "Downloaded the shop module",
        "integration.enabled" => "Switched the integration on",
        "integration.disabled" => "Switched the integration off",
        "mapping.saved" => "Changed mappings",
        "feed.started" => "Started a feed",
        "feed.paused" => "Paused a feed",
        "feed.resumed" => "Resumed a feed",
        "feed.scheduled" => "Changed a schedule",
        "go-live.overridden" => "Went on without a step of the go-live checklist",
        "go-live.override-withdrawn" => "Withdrew an exception of the go-live checklist",
        "run.cancelled" => "Cancelled a run",
        "run.failed-retried" => "Retried what failed in a run",
        "user.created" => "Added the user",
        "user.changed" => "Changed name or role",
        "user.deleted" => "Deleted the user",
        "user.locked" => "Locked the user",
        "user.unlocked" => "Unlocked the user",
        "user.locked-out" => "Locked out after wrong passwords",
        "user.signed-in" => "Signed in",
        "user.signed-out" => "Signed the user out everywhere",
        "user.password-set" => "Gave a new password",
        "user.password-changed" => "Changed the own password",
        "api-key.created" => "Created the key",
        "api-key.revoked" => "Revoked the key",
        "order.note-added" => "Added a note",
        "order.status-set" => "Set the status",
        "hand-over.released" => "Let the pharmacy fetch the order once more",
        "locks.set" => "Set locks on products",
        "locks.cleared" => "Took locks off products",
        "locks.undone" => "Took a change of locks back",
        "locks.imported" => "Imported locks from a file",
        "stock.counted" => "Counted stock",
        "plan.approved" => "Approved a stock plan",
        "plan.discarded" => "Turned a stock plan down",
        "price-plan.approved" => "Approved a price plan",
        "price-plan.discarded" => "Turned a price plan down",
        "price-plan.undone" => "Took a price plan back",
        "plan.undone" => "Took a stock plan back",
        "alert-channel.created" => "Added a channel of alerts",
        "alert-channel.changed" => "Changed a channel of alerts",
        "alert-channel.deleted" => "Deleted a channel of alerts",
        "alert-channel.tested" => "Sent a test alert",
        "alert-rule.changed" => "Changed who is told what",
        "retention.changed" => "Changed how long data is kept",
        "customer.erasure-begun" => "Began to erase a customer's personal data",
        "customer.erasure-stopped" => "Stopped erasing a customer's personal data",
        "customer.erased" => "Erased a customer's personal data",
        "problem.corrected" => "Corrected the order",
        "problem.ignored" => "Ignored the order",
        "problem.unignored" => "Took the order up again",
        "problem.retried" => "Asked for another attempt",
        _ => Plain(action),
    };

    public static string SaySubject(string kind) => kind is "api-key" or "ApiKey" ? "API key" : Capital(kind.Replace('-', ' '));

    /// <summary>Where the subject can be looked at; null when it has no page.</summary>
    public static string? HrefOf(string kind, string id) => kind switch
    {
        "integration" => $"/integrations/{id}",
        "order" => $"/orders/{id}",
        "product" => $"/products/{id}",
        "product-locks" => "/products/locks",
        "variant" => $"/stock/movements?variant={id}",
        "stock-plan" => $"/stock-plans/{id}",
        "price-plan" => $"/price-plans/{id}",
        "user" => $"/settings/users/{id}",
        "run" => $"/runs/{id}",
        "api-key" => "/settings/api-keys",
        "retention" => "/settings/retention",
        "alert-channel" => $"/settings/alerts/channels/{id}",
        "alert-rule" => $"/settings/alerts/rules/{id}",
        "store" or "warehouse" or "shipping-method" or "payment-method" => $"/settings/{kind}s",
        _ => null,
    };

    /// <summary><c>shipping-method.created</c> reads "Shipping method created".</summary>
    private static string Plain(string action) => Capital(action.Replace('.', ' ').Replace('-', ' '));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
