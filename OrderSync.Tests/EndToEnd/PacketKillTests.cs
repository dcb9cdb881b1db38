using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Pharmacy;
using OrderSync.Tests.Support;

namespace OrderSync.Tests.EndToEnd;

/// <summary>A process that takes packets as the program does, killed with SIGKILL again and again in the middle of one.</summary>
public sealed class PacketKillTests
{
    private const int Kills = 2;
    private const int Products = 4_000;
    private readonly Random random = new(20261122);

    [Fact]
    public async Task Killed_while_it_applies_a_packet_each_product_is_worked_off_once_in_the_end()
    {
        await using var database = await TestDatabase.CreateAsync();
        var pharmacy = await Rows.IntegrationAsync(database, ScriptedPharmacy.Key.Value);
        for (var number = 0; number < Products; number += 40)
        {
            await database.AddProductAsync($"Product {number}", ["A"], change: product => product.Variants[0].Mpn = ChildProgram.Bloz(number));
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            await KillAtWorkAsync(database, pharmacy);
        }

        using (var last = Start(database, pharmacy))
        {
            await last.WaitForExitAsync();
            Assert.Equal(0, last.ExitCode);
        }

        await using var db = database.CreateDbContext();
        var packet = await db.ProductPackets.SingleAsync();
        Assert.Equal((PacketState.Done, Products, Products / 40, Products - (Products / 40)), (packet.State, packet.Applied, packet.Updated, packet.Unknown));
        Assert.Equal(Products, await db.PacketLines.Select(line => line.Position).Distinct().CountAsync());
        Assert.Equal((Products, Products / 40, 0), (await db.PacketLines.CountAsync(), await db.StockMovements.CountAsync(), await db.PacketChunks.CountAsync()));
    }

    /// <summary>Lets it write some parts before it dies.</summary>
    private async Task KillAtWorkAsync(TestDatabase database, long pharmacy)
    {
        using var process = Start(database, pharmacy);
        for (var parts = random.Next(1, 4); parts > 0 && await process.StandardOutput.ReadLineAsync() is not null; parts--)
        {
            // each line is a part that is written
        }

        process.Kill();
        await process.WaitForExitAsync();
    }

    private static Process Start(TestDatabase database, long pharmacy)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "OrderSync.Tests.dll"), "packets", database.Path!, $"{pharmacy}", $"{Products}"];
        return Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
    }
}
