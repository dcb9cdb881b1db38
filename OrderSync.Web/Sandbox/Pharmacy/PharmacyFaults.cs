using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.Pharmacy;

/// <summary>What pharmacy programs do wrong, or at least otherwise, when they call.</summary>
public enum PharmacyFault
{
    Windows1250,
    LyingDeclaration,
    SendsTwice,
    BrokenPrice,
    OtherContentSameId,
    Doctype,
    WrongKey,
    NeverConfirms,
    ReportsTwice,
    UnknownCode,
}

/// <summary>The sandbox pharmacy's faults which are switched on.</summary>
public sealed class PharmacyFaults() : FaultSwitches<PharmacyFault>(
[
    new(PharmacyFault.Windows1250, "Old code page", "Documents are written in windows-1250."),
    new(PharmacyFault.LyingDeclaration, "Wrong declaration", "Documents are UTF-8 and say they are windows-1250."),
    new(PharmacyFault.SendsTwice, "Sends twice", "Every packet is sent twice under the same id."),
    new(PharmacyFault.BrokenPrice, "A broken price", "The price of the first item is no number."),
    new(PharmacyFault.OtherContentSameId, "Id used again", "A packet takes the id of the one before, with other content."),
    new(PharmacyFault.Doctype, "Document type", "Documents begin with a document type, as an attack would."),
    new(PharmacyFault.WrongKey, "Wrong key", "Calls come with a key that is not right."),
    new(PharmacyFault.NeverConfirms, "Never confirms", "Orders are fetched and the batch is not confirmed."),
    new(PharmacyFault.ReportsTwice, "Reports twice", "Every report is sent twice."),
    new(PharmacyFault.UnknownCode, "Unknown code", "Reports carry a status nobody has heard of."),
]);
