using OrderSync.Web.Components;
using OrderSync.Web.Connectors.PrestaShop;
using OrderSync.Web.Connectors.Shared;
using OrderSync.Web.Data;
using OrderSync.Web.Features.Integrations;
using OrderSync.Web.Feeds;

// A published program has its files beside itself, whatever folder it is started from; `dotnet run` has them in the project.
var besideProgram = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = besideProgram });

builder.AddDatabase();
builder.AddConnectors();
builder.Services.AddPrestaShop();
builder.AddFeeds();
builder.AddIntegrations();

builder.Services.AddShell();

var app = builder.Build();

await app.Services.GetRequiredService<DatabaseMigration>().RunAsync(CancellationToken.None);

app.UseShell();
app.UseAntiforgery();
app.MapStaticAssets();
app.MapHealthChecks("/health/live", new() { Predicate = _ => false });
app.MapHealthChecks("/health/ready", new() { Predicate = check => check.Tags.Contains("ready") });
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

await app.RunAsync();
