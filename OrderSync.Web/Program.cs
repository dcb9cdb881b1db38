using OrderSync.Web.Account;
using OrderSync.Web.Alerts;
using OrderSync.Web.Api;
using OrderSync.Web.Commands;
using OrderSync.Web.Components;
using OrderSync.Web.Connectors.FrontPad;
using OrderSync.Web.Connectors.Kamsoft;
using OrderSync.Web.Connectors.OrderApi;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Connectors.Shared.Inbound;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Explain;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Features.Orders;
using OrderSync.Web.Features.Outbox;
using OrderSync.Web.Features.Pharmacy;
using OrderSync.Web.Features.PricePlans;
using OrderSync.Web.Features.Products;
using OrderSync.Web.Features.Settings;
using OrderSync.Web.Features.Settings.Alerts;
using OrderSync.Web.Features.Stock;
using OrderSync.Web.Features.StockPlans;
using OrderSync.Web.Features.Suppliers;
using OrderSync.Web.Features.Targets;
using OrderSync.Web.Feeds;
using OrderSync.Web.Hosting;
using OrderSync.Web.Outbox;
using OrderSync.Web.Pharmacy;
using OrderSync.Web.Sandbox;

if (args is ["sandbox", ..])
{
    return await SandboxHost.RunAsync(args);
}

// A published program has its files beside itself, whatever folder it is started from; `dotnet run` has them in the project.
var besideProgram = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = besideProgram });

builder.AddHosting();
builder.AddDatabase();
builder.AddAccounts();
builder.AddConnectors();
builder.AddInbound();
builder.Services.AddPrestaShop();
builder.Services.AddOrderApi();
builder.Services.AddFrontPad();
builder.Services.AddKamsoft();
builder.AddOutbox();
builder.AddPharmacy();
builder.AddFeeds();
builder.AddAlerts();
builder.AddSettings();
builder.AddAlertPages();
builder.AddIntegrations();
builder.AddOrders();
builder.AddExplanations();
builder.AddTargets();
builder.AddPharmacyPages();
builder.AddProducts();
builder.AddSuppliers();
builder.AddStock();
builder.AddStockPlans();
builder.AddPricePlans();
builder.AddOutboxPages();
builder.AddApi();
builder.AddSandbox();
builder.AddCommands(args);
builder.Services.AddShell();

var app = builder.Build();

if (await app.TryRunCommandAsync(args) is { } exitCode)
{
    return exitCode;
}

await app.Services.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);
await app.Services.GetRequiredService<FirstStart>().RunAsync(CancellationToken.None);

app.UseHosting();
app.UseShell();
app.UseApi();
app.UseAccounts();
app.MapStaticAssets().AllowAnonymous();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false }).AllowAnonymous();
app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") }).AllowAnonymous();
app.MapAccounts();
app.MapApi();
app.MapInbound();
app.MapKamsoft();
app.MapIntegrationFiles();
app.MapProducts();
app.MapSandbox();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

await app.RunAsync();
return 0;
