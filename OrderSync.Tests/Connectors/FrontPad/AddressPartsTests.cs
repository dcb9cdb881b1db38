using OrderSync.Web.Connectors.FrontPad;

namespace OrderSync.Tests.Connectors.FrontPad;

public sealed class AddressPartsTests
{
    [Theory]
    // Polish
    [InlineData("ul. Długa 12/5", "", "ul. Długa", "12", "", "", "5")]
    [InlineData("Długa 12 m. 5", "", "Długa", "12", "", "", "5")]
    [InlineData("ul. Długa 12 m 5", "", "ul. Długa", "12", "", "", "5")]
    [InlineData("al. Jana Pawła II 10A lok. 7", "", "al. Jana Pawła II", "10A", "", "", "7")]
    [InlineData("ul. 3 Maja 5", "", "ul. 3 Maja", "5", "", "", "")]
    [InlineData("ul. 1 Maja 14 lok 3", "klatka 2, piętro 4", "ul. 1 Maja", "14", "2", "4", "3")]
    [InlineData("os. Piastów 7/12", "kl. B", "os. Piastów", "7", "B", "", "12")]
    [InlineData("Rynek 1", "mieszkanie 4, 2 piętro", "Rynek", "1", "", "2", "4")]
    [InlineData("Kwiatowa", "nr 8", "Kwiatowa", "8", "", "", "")]
    // Russian
    [InlineData("ул. Ленина, д. 10, кв. 5, подъезд 2, этаж 3", "", "ул. Ленина", "10", "2", "3", "5")]
    [InlineData("ул. Ленина, д. 10, кв. 5", "подъезд 2, этаж 3", "ул. Ленина", "10", "2", "3", "5")]
    [InlineData("Ленина 10-5", "", "Ленина", "10", "", "", "5")]
    [InlineData("пр-т Мира, 12 корп. 3, кв 45", "", "пр-т Мира", "12 корп. 3", "", "", "45")]
    [InlineData("ул. Гагарина д.5 стр.1 оф. 12", "", "ул. Гагарина", "5 стр.1", "", "", "12")]
    [InlineData("ул. 8 Марта, дом 21А, квартира 9", "под. 1 эт. 5", "ул. 8 Марта", "21А", "1", "5", "9")]
    [InlineData("Невский проспект 100", "3-й этаж, 2 подъезд", "Невский проспект", "100", "2", "3", "")]
    [InlineData("пер. Тихий 4к2", "", "пер. Тихий 4к2", "", "", "", "")]
    // English
    [InlineData("12 High Street", "Flat 3", "High Street", "12", "", "", "3")]
    [InlineData("221B Baker Street", "", "Baker Street", "221B", "", "", "")]
    [InlineData("Apt 4, 10 Main St", "", "Main St", "10", "", "", "4")]
    [InlineData("10 Main St Apt 4B", "Floor 2, Entrance 1", "Main St", "10", "1", "2", "4B")]
    [InlineData("10 Main St", "#7", "Main St", "10", "", "", "7")]
    [InlineData("1600 Pennsylvania Avenue NW", "", "Pennsylvania Avenue NW", "1600", "", "", "")]
    // No parts to be seen
    [InlineData("Дальний хутор", "", "Дальний хутор", "", "", "", "")]
    [InlineData("", "", "", "", "", "", "")]
    public void An_address_is_taken_apart_as_people_write_it(string line1, string line2, string street, string home, string entrance, string floor, string apartment) =>
        Assert.Equal(new AddressParts(street, home, entrance, floor, apartment), AddressParts.Split(line1, line2));

    [Theory]
    [InlineData("+7##########", "8 (000) 123-45-67", "+70001234567", true)]
    [InlineData("8##########", "+7 000 123 45 67", "80001234567", true)]
    [InlineData("+7 (###) ###-##-##", "0001234567", "+7 (000) 123-45-67", true)]
    [InlineData("+48#########", "600100200", "+48600100200", true)]
    [InlineData("", "+7 000", "+7 000", true)]
    [InlineData("+7##########", "12345", "12345", false)]
    [InlineData("+7##########", "", "", true)]
    public void A_phone_is_written_by_the_mask(string mask, string phone, string written, bool fits) =>
        Assert.Equal((written, fits), PhoneMask.Apply(mask, phone));
}
