namespace OrderSync.Web.Sandbox.PrestaShop.Orders;

/// <summary>The states of a new PrestaShop 8.1.2, with what entering them does.</summary>
public sealed record OrderState(int Id, string English, string Polish, string Russian, string Color)
{
    public const int AwaitingCheck = 1;
    public const int Paid = 2;
    public const int InPreparation = 3;
    public const int Shipped = 4;
    public const int Delivered = 5;
    public const int Cancelled = 6;
    public const int Refunded = 7;
    public const int PaymentError = 8;
    public const int BackorderPaid = 9;
    public const int AwaitingWire = 10;
    public const int BackorderUnpaid = 12;
    public const int AwaitingCashOnDelivery = 13;

    public static readonly IReadOnlyList<OrderState> All =
    [
        new(AwaitingCheck, "Awaiting check payment", "Oczekiwanie na płatność czekiem", "Ожидание оплаты чеком", "#34209E")
        {
            Template = "cheque", Module = "ps_checkpayment",
        },
        new(Paid, "Payment accepted", "Płatność zaakceptowana", "Платёж принят", "#3498D8")
        {
            Template = "payment", CountsAsSale = true, MeansPaid = true, MakesInvoice = true, SendsInvoice = true,
        },
        new(InPreparation, "Processing in progress", "Przygotowanie w toku", "В обработке", "#3498D8")
        {
            Template = "preparation", CountsAsSale = true, MeansPaid = true, MakesInvoice = true, MakesDeliverySlip = true,
        },
        new(Shipped, "Shipped", "Wysłane", "Отправлено", "#01B887")
        {
            Template = "shipped", CountsAsSale = true, MeansPaid = true, MeansShipped = true, MakesInvoice = true, MakesDeliverySlip = true,
        },
        new(Delivered, "Delivered", "Dostarczone", "Доставлено", "#01B887")
        {
            CountsAsSale = true, MeansPaid = true, MeansShipped = true, MakesInvoice = true, MakesDeliverySlip = true, SendsMail = false,
        },
        new(Cancelled, "Canceled", "Anulowane", "Отменено", "#2C3E50")
        {
            Template = "order_canceled",
        },
        new(Refunded, "Refunded", "Zwrot pieniędzy", "Возврат денег", "#01B887")
        {
            Template = "refund", MakesInvoice = true,
        },
        new(PaymentError, "Payment error", "Błąd płatności", "Ошибка оплаты", "#E74C3C")
        {
            Template = "payment_error",
        },
        new(BackorderPaid, "On backorder (paid)", "Brak towaru (zapłacone)", "Нет в наличии (оплачено)", "#3498D8")
        {
            Template = "outofstock", MeansPaid = true, MakesInvoice = true,
        },
        new(AwaitingWire, "Awaiting bank wire payment", "Oczekiwanie na przelew bankowy", "Ожидание банковского перевода", "#34209E")
        {
            Template = "bankwire", Module = "ps_wirepayment",
        },
        new(11, "Remote payment accepted", "Płatność zdalna zaakceptowana", "Удалённый платёж принят", "#3498D8")
        {
            Template = "payment", CountsAsSale = true, MeansPaid = true, MakesInvoice = true,
        },
        new(BackorderUnpaid, "On backorder (not paid)", "Brak towaru (nie zapłacone)", "Нет в наличии (не оплачено)", "#34209E")
        {
            Template = "outofstock",
        },
        new(AwaitingCashOnDelivery, "Awaiting Cash On Delivery validation", "Oczekiwanie na potwierdzenie pobrania", "Ожидание подтверждения наложенного платежа", "#34209E")
        {
            Template = "cashondelivery", Module = "ps_cashondelivery", SendsMail = false,
        },
    ];

    public string Template { get; init; } = "";

    public string Module { get; init; } = "";

    public bool SendsMail { get; init; } = true;

    /// <summary>"logable" in PrestaShop's words.</summary>
    public bool CountsAsSale { get; init; }

    public bool MeansPaid { get; init; }

    public bool MeansShipped { get; init; }

    public bool MakesInvoice { get; init; }

    public bool SendsInvoice { get; init; }

    public bool MakesDeliverySlip { get; init; }

    public static OrderState? Find(int id) => All.FirstOrDefault(state => state.Id == id);

    public static OrderState Get(int id) => Find(id) ?? throw new ArgumentOutOfRangeException(nameof(id), id, "There is no such state.");
}
