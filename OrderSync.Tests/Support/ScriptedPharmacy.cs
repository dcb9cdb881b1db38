using OrderSync.Domain.Integrations;
using OrderSync.Domain.Pharmacy;
using OrderSync.Web.Connectors.Shared;

namespace OrderSync.Tests.Support;

/// <summary>A pharmacy's program that is set up as the test says. It never calls by itself: the test does.</summary>
internal sealed class ScriptedPharmacy : IPharmacyProgram
{
    public static readonly ConnectorKey Key = new("pharmacy");

    public PharmacyRules Rules { get; set; } = new()
    {
        Packets = new PacketRules
        {
            Texts = true,
            Couriers = true,
            Photos = true,
            Matching = [MatchStep.Link, MatchStep.Bloz, MatchStep.Ean],
            BlozField = BlozField.Mpn,
        },
    };

    public PacketRules Packets
    {
        get => Rules.Packets;
        set => Rules = Rules with { Packets = value };
    }

    public HandOverRules Orders
    {
        get => Rules.Orders;
        set => Rules = Rules with { Orders = value };
    }

    public ConnectorDescriptor Descriptor => new(Key, "Pharmacy", "A pharmacy of a test.", typeof(ModelSettings), typeof(ModelSettingsForm), [], [], this);

    PharmacyRules IPharmacyProgram.PharmacyRules(Connection connection) => Rules;
}
