using OrderSync.Web.Sandbox.PrestaShop.Resources;
using OrderSync.Web.Sandbox.PrestaShop.Storage;

namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>
/// Answers webservice calls in the order of checks of the real shop: shop, key, method, resource, rights, then the query.
/// </summary>
public sealed class ShopWebservice(ShopDatabase database, ShopSettings settings, SandboxClock clock)
{
    /// <summary>Stands for PHP's memory_limit: the real shop builds the whole answer in memory and dies when it is too large.</summary>
    private const int LargestAnswer = 48 * 1024 * 1024;

    public Answer Handle(WebserviceCall call)
    {
        var shops = ShopContext.Read(call.Query, settings.ShopIds);
        if (shops is null)
        {
            return ErrorAnswer.Redirect(ShopContext.FrontPage(call));
        }

        if (call.Key is null)
        {
            return ErrorAnswer.NoKey();
        }

        return Authenticate(call, out var key) ?? Refuse(call, key, shops) ?? (call.IsWrite ? Write(call, shops) : Read(call, key, shops));
    }

    private Answer? Authenticate(WebserviceCall call, out ApiKey key)
    {
        key = settings.Keys[0];
        if (call.ServiceOff)
        {
            return ErrorAnswer.Unauthenticated(
                new WebserviceError(503, 22, "The PrestaShop webservice is disabled. Please activate it in the PrestaShop Back Office"));
        }

        var given = call.Key!;
        if (settings.Keys.FirstOrDefault(candidate => candidate.Opens(given)) is { } found)
        {
            key = found;
            return null;
        }

        return given.Length switch
        {
            0 => ErrorAnswer.Unauthenticated(new WebserviceError(401, 17, "Authentication key is empty")),
            not ApiKey.RequiredLength => ErrorAnswer.Unauthenticated(new WebserviceError(401, 18, "Invalid authentication key format")),
            _ => ErrorAnswer.Unauthenticated(
                new WebserviceError(401, 20, "Authentification key is not active"),
                new WebserviceError(401, 21, "No permission for this authentication key")),
        };
    }

    private static Answer? Refuse(WebserviceCall call, ApiKey key, IReadOnlyList<int> shops)
    {
        var (method, name) = (call.Method, call.ResourceName);
        var resource = ResourceCatalogue.Find(name);
        WebserviceError? error = null;
        if (!shops.Any(key.Shops.Contains))
        {
            error = new(403, 132, "No permission for this key on this shop");
        }
        else if (name.Length > 0 && !ResourceCatalogue.NamesInRealShop.Contains(name))
        {
            error = WebserviceError.UnknownLike(27, $"Resource of type \"{name}\" does not exists", name, ResourceCatalogue.NamesInRealShop);
        }
        else if (name.Length > 0 && !key.MaySee(name))
        {
            error = new(401, 26, $"Resource of type \"{name}\" is not allowed with this authentication key");
        }
        else if (!ApiKey.Methods.Contains(method))
        {
            error = new(405, 23, $"Method {method} is not valid");
        }
        else if (resource is not null && !key.May(method))
        {
            error = new(405, 25, $"Method {method} is not allowed for the resource {name} with this authentication key");
        }
        else if (call.IsWrite && resource?.Writes.Contains(method) != true && !(name == ImageReading.ResourceName && method == "POST"))
        {
            // This is how the real shop refuses what a resource does not take from anybody; here most take no write at all.
            error = new(405, 101, $"Method {method} is not allowed for the resource {name}");
        }

        return error is null ? null : ErrorAnswer.Of(error);
    }

    private Answer Write(WebserviceCall call, IReadOnlyList<int> shops)
    {
        if (call.ResourceName == ImageReading.ResourceName)
        {
            return new ImageWriting(database, call, shops).Answer();
        }

        var now = SandboxClock.ShopText(clock.GetUtcNow());
        RecordWriting writing = call.ResourceName == OrderResources.OrderHistories.Name ? new HistoryWriting(database, call, now)
            : call.ResourceName == OrderResources.OrderCarriers.Name ? new TrackingWriting(database, call, now)
            : call.ResourceName == CatalogueResources.Products.Name ? new ProductWriting(database, call, shops, now)
            : call.ResourceName == CatalogueResources.Combinations.Name ? new CombinationWriting(database, call)
            : new StockWriting(database, call, shops);
        return writing.Answer();
    }

    private Answer Read(WebserviceCall call, ApiKey key, IReadOnlyList<int> shops)
    {
        if (call.ResourceName == ImageReading.ResourceName)
        {
            return new ImageReading(database, call, shops).Answer();
        }

        if (ResourceCatalogue.Find(call.ResourceName) is not { } resource)
        {
            return RootDocument.Of(key, settings.ShopName, call.Api);
        }

        if (call.Query["output_format"] == "JSON" || call.Query["io_format"] == "JSON")
        {
            return ErrorAnswer.Of(new WebserviceError(400, 1, "This sandbox answers in XML only"));
        }

        return new EntityReading(database, resource, call, shops).Answer(LargestAnswer);
    }
}
