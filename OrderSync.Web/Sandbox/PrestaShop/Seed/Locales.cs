namespace OrderSync.Web.Sandbox.PrestaShop.Seed;

/// <summary>How people of one country are called and where they live.</summary>
/// <param name="Country">Its ISO code.</param>
/// <param name="Gift">What people write on a gift.</param>
public sealed record Locale(
    string Country, int Language, string Phone, (string First, string Last)[] Names, string[] Streets, (string Postcode, string City)[] Places,
    string Gift);

/// <summary>Names in many scripts: what shops really get, and what importers break on.</summary>
public static class Locales
{
    private static readonly Locale Poland = new("PL", 2, "+48 600 1{0:00} {1:000}",
        [("Żaneta", "Śliwińska-Gąsior"), ("Grzegorz", "Brzęczyszczykiewicz"), ("Łukasz", "Wójcik"), ("Małgorzata", "Dąbrowska"),
            ("Zbigniew", "Kąkol"), ("Agnieszka", "Źrebiec"), ("Michał", "Ćwikła"), ("Zofia", "Nowak")],
        ["ul. Świętej Anny {0}/2", "ul. Chrząszczowa {0}", "al. Jana Pawła II {0} m. 14", "os. Złotej Jesieni {0}"],
        [("90-001", "Łódź"), ("00-950", "Warszawa"), ("30-059", "Kraków"), ("80-831", "Gdańsk"), ("50-101", "Wrocław"), ("35-001", "Rzeszów")],
        "Sto lat, kochanie! 🎁");

    private static readonly Locale Czechia = new("CZ", 1, "+420 601 1{0:00} {1:000}",
        [("Jiří", "Dvořák"), ("Kateřina", "Růžičková"), ("Zdeněk", "Řehoř"), ("Věra", "Šťastná")],
        ["Příčná {0}", "Náměstí Míru {0}", "Žižkova třída {0}"],
        [("110 00", "Praha"), ("602 00", "Brno"), ("370 01", "České Budějovice")],
        "Všechno nejlepší!");

    private static readonly Locale Russia = new("RU", 3, "+7 900 1{0:00}-{1:000}",
        [("Екатерина", "Смирнова"), ("Дмитрий", "Щербаков"), ("Фёдор", "Подъячев"), ("Юлия", "Жёлтикова")],
        ["ул. Тверская, д. {0}, кв. 15", "пр-т Мира, {0}", "наб. реки Фонтанки, {0}"],
        [("125009", "Москва"), ("191186", "Санкт-Петербург"), ("630099", "Новосибирск")],
        "С днём рождения!");

    private static readonly Locale Ukraine = new("UA", 1, "+380 50 1{0:00} {1:000}",
        [("Олена", "Ґедзь"), ("Євген", "Їжак"), ("Соломія", "Мар’яненко")],
        ["вул. Хрещатик, {0}", "просп. Науки, {0}"],
        [("01001", "Київ"), ("79000", "Львів")],
        "З днем народження!");

    private static readonly Locale China = new("CN", 1, "+86 138 1{0:00}0 0{1:000}",
        [("伟", "王"), ("秀英", "李"), ("小明", "欧阳")],
        ["朝阳区建国路{0}号", "浦东新区世纪大道{0}号"],
        [("100022", "北京"), ("200120", "上海")],
        "生日快乐！");

    private static readonly Locale Algeria = new("DZ", 1, "+213 551 1{0:00} {1:000}",
        [("محمد", "عبد الله"), ("فاطمة", "الزهراء"), ("يوسف", "بن علي")],
        ["شارع الاستقلال {0}", "حي النصر {0}"],
        [("16000", "الجزائر"), ("31000", "وهران")],
        "عيد ميلاد سعيد");

    private static readonly Locale Germany = new("DE", 1, "+49 151 1{0:00} {1:000}",
        [("Jürgen", "Müßig"), ("Anneliese", "Größl"), ("Björn", "von der Straße")],
        ["Große Straße {0}", "Am Mühlenbach {0}"],
        [("10115", "Berlin"), ("80331", "München"), ("50667", "Köln")],
        "Alles Gute zum Geburtstag");

    private static readonly Locale France = new("FR", 1, "+33 6 1{0:00} {1:000}",
        [("Jean-François", "D'Été"), ("Zoé", "Lefèvre-Çelik"), ("Œdipe", "Noël")],
        ["{0} rue de l'Église", "{0} bis, avenue du Général Leclerc"],
        [("75001", "Paris"), ("69002", "Lyon")],
        "Joyeux anniversaire & \"bisous\"");

    private static readonly Locale America = new("US", 1, "+1 202 55{0:00} {1:000}",
        [("Mary", "O'Neill"), ("James", "Smith & Sons"), ("Aaliyah", "Washington Jr.")],
        ["{0} Main St, Apt #4", "{0} N. 5th Ave"],
        [("35203", "Birmingham"), ("36104", "Montgomery")],
        "Happy birthday <3");

    private static readonly Locale[] ByFrequency =
    [
        Poland, Poland, Czechia, Poland, Russia, Poland, China, Poland, Germany, Poland,
        Algeria, Poland, Ukraine, Poland, America, Poland, France, Poland, Poland, Poland,
    ];

    public static Locale For(int customer) => ByFrequency[customer % ByFrequency.Length];
}
