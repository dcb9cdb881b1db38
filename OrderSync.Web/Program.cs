using OrderSync.Web.Components;
using Radzen;

// A published program has its files beside itself, whatever folder it is started from; `dotnet run` has them in the project.
var besideProgram = Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot")) ? AppContext.BaseDirectory : null;
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = besideProgram });

builder.Services.AddRazorComponents().AddInteractiveServerComponents();
builder.Services.AddRadzenComponents();
builder.Services.AddHealthChecks();

var app = builder.Build();

app.UseAntiforgery();
app.MapStaticAssets();
app.MapHealthChecks("/health/live");
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();

app.Run();
