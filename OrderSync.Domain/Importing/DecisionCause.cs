namespace OrderSync.Domain.Importing;

/// <summary>Why an order is not imported (or was left out). Problems are grouped by it; the API spells it in kebab-case.</summary>
public enum DecisionCause
{
    None,

    /// <summary>The status rule says: do not import.</summary>
    StatusRule,

    /// <summary>The shop is still writing the order (no state, or not all of its rows).</summary>
    NotReady,

    /// <summary>Older than the first order to import.</summary>
    BeforeStart,

    /// <summary>Belongs to another shop of a multistore.</summary>
    OtherShop,

    /// <summary>A status, carrier or payment text has no mapping.</summary>
    Unmapped,

    /// <summary>Lines, shipping, wrapping and discounts do not add up to the total.</summary>
    Totals,

    /// <summary>The delivery address is missing or unusable.</summary>
    Address,

    /// <summary>The customer has no e-mail address.</summary>
    Customer,

    /// <summary>The shop's answer for this order cannot be read.</summary>
    Malformed,

    /// <summary>The shop does not have the order any more.</summary>
    Gone,

    /// <summary>A person decided to leave it out.</summary>
    IgnoredByPerson,
}
