using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task The_program_starts_and_says_to_anybody_how_it_is(string address)
    {
        await using var app = await TestApp.StartAsync();
        using var client = app.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync(address));
    }
}
