using Microsoft.AspNetCore.Mvc.Testing;

namespace OrderSync.Tests.EndToEnd;

public sealed class HealthTests
{
    [Fact]
    public async Task The_program_starts_and_says_that_it_lives()
    {
        await using var program = new WebApplicationFactory<Program>();
        using var client = program.CreateClient();

        Assert.Equal("Healthy", await client.GetStringAsync("/health/live"));
    }
}
