using OrderSync.Web.Sandbox.Faults;

namespace OrderSync.Web.Sandbox.FrontPad;

/// <summary>What FrontPad does to those who call it: its own refusals, its warnings, its old and new ways to answer, and what happens on the way.</summary>
public enum FrontPadFault
{
    Latency,
    NoAnswerAfterTaking,
    NullAfterTaking,
    PageAfterTaking,
    CashClose,
    RequestsLimit,
    InvalidSecret,
    ApiOff,
    InvalidPlant,
    InvalidProductKeys,
    InvalidCertificate,
    DropsLastProduct,
    WarnsOfTime,
    WarnsOfMarks,
    NoOrderNumber,
    ListsAsArrays,
    ErrorInStatus,
    NoStopsAsError,
    NoGetStatus,
    ReportsTwice,
    LosesReports,
}

/// <summary>FrontPad's faults which are switched on.</summary>
public sealed class FrontPadFaults() : FaultSwitches<FrontPadFault>(
[
    new(FrontPadFault.Latency, "Slow answers", "Every answer comes two seconds late.", Value: 2000),
    new(FrontPadFault.NoAnswerAfterTaking, "Taken, but no answer", "The order is made, and its answer never comes."),
    new(FrontPadFault.NullAfterTaking, "Taken, and answered with null", "The order is made, and the answer is the word null."),
    new(FrontPadFault.PageAfterTaking, "Taken, and answered with a page", "The order is made, and the answer is an error page of the server."),
    new(FrontPadFault.CashClose, "Shift closed", "Orders are refused with cash_close."),
    new(FrontPadFault.RequestsLimit, "Too many calls", "Every call is refused with requests_limit."),
    new(FrontPadFault.InvalidSecret, "Wrong secret", "Every call is refused with invalid_secret."),
    new(FrontPadFault.ApiOff, "API switched off", "Every call is refused with api_off."),
    new(FrontPadFault.InvalidPlant, "Tariff without API", "Every call is refused with invalid_plant."),
    new(FrontPadFault.InvalidProductKeys, "Products refused", "Orders are refused with invalid_product_keys."),
    new(FrontPadFault.InvalidCertificate, "Certificate refused", "Orders are refused with invalid_certificate."),
    new(FrontPadFault.DropsLastProduct, "Drops a product", "The last product of an order is left out, with a warning."),
    new(FrontPadFault.WarnsOfTime, "Time not understood", "The wanted time is left out, with a warning."),
    new(FrontPadFault.WarnsOfMarks, "Marks and statuses not known", "Marks and statuses to report are left out, with warnings."),
    new(FrontPadFault.NoOrderNumber, "No number for people", "The answer to an order lacks order_number."),
    new(FrontPadFault.ListsAsArrays, "Lists as arrays", "Lists come as arrays instead of objects."),
    new(FrontPadFault.ErrorInStatus, "Code in 'status'", "The code of an error stands in status instead of error."),
    new(FrontPadFault.NoStopsAsError, "No stops is an error", "An empty list of stopped products comes as an error."),
    new(FrontPadFault.NoGetStatus, "No asking for statuses", "get_status is refused with invalid_method."),
    new(FrontPadFault.ReportsTwice, "Reports twice", "Every change of a status is reported twice."),
    new(FrontPadFault.LosesReports, "Loses reports", "No change of a status is reported."),
]);
