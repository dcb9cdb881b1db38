using Microsoft.EntityFrameworkCore;
using OrderSync.Domain.Catalog;
using OrderSync.Tests.Support;
using OrderSync.Web.Data;

namespace OrderSync.Tests.Data;

/// <summary>Changes of many tracked rows are written as SaveChanges would write them.</summary>
public sealed class BulkUpdateTests
{
    [Theory]
    [On(DatabaseProvider.Sqlite)]
    [On(DatabaseProvider.SqlServer)]
    public async Task What_changed_is_written_with_its_conversions_and_the_rest_is_left(DatabaseProvider provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (first, second) = (await AddAsync(database, "First"), await AddAsync(database, "Second"));
        await using (var db = database.CreateDbContext())
        {
            var products = await db.Products.Include(row => row.Variants).OrderBy(row => row.Id).ToListAsync();
            products[0].Texts = [new ProductText("pl", "Pierwszy", "", "Opis")];
            products[0].Couriers = null;
            products[0].Variants[0].PriceNet = 12.345678m;
            products[1].Name = "Other";
            products[1].Variants[0].PriceNet = 0;
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.BulkUpdateAsync(default);
            Assert.False(db.ChangeTracker.HasChanges());
            products[1].Name = "Another";
            Assert.Equal(1, await db.SaveChangesAsync());
            await transaction.CommitAsync();
        }

        await using var after = database.CreateDbContext();
        var read = await after.Products.Include(row => row.Variants).ToDictionaryAsync(row => row.Id);
        Assert.Equal(("First", "Pierwszy", 12.345678m, "REF"), (read[first].Name, read[first].Texts.Single().Name, read[first].Variants[0].PriceNet, read[first].Variants[0].Sku));
        Assert.Equal(("Another", 0m), (read[second].Name, read[second].Variants[0].PriceNet));
    }

    [Fact]
    public async Task A_row_that_somebody_changed_meanwhile_is_not_overwritten()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "First");
        await using var db = database.CreateDbContext();
        var mine = await db.Products.SingleAsync();
        await using (var other = database.CreateDbContext())
        {
            await other.Products.ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Theirs").SetProperty(row => row.Stamp, Guid.NewGuid()));
        }

        (mine.Name, mine.Stamp) = ("Mine", Guid.NewGuid());
        await using (await db.Database.BeginTransactionAsync())
        {
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => db.BulkUpdateAsync(default));
        }

        await using var after = database.CreateDbContext();
        Assert.Equal("Theirs", (await after.Products.SingleAsync()).Name);
    }

    [Fact]
    public async Task New_and_removed_rows_are_left_to_the_save_that_follows()
    {
        await using var database = await TestDatabase.CreateAsync();
        await AddAsync(database, "First");
        await using var db = database.CreateDbContext();
        db.Remove(await db.Variants.SingleAsync());
        var product = await db.Products.SingleAsync();
        product.Variants.Add(new Variant { Position = 2, Sku = "NEW" });
        product.Name = "Changed";

        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.BulkUpdateAsync(default);
        Assert.Equal(2, await db.SaveChangesAsync());
        await transaction.CommitAsync();

        await using var after = database.CreateDbContext();
        Assert.Equal(("Changed", "NEW"), ((await after.Products.SingleAsync()).Name, (await after.Variants.SingleAsync()).Sku));
    }

    private static async Task<long> AddAsync(TestDatabase database, string name)
    {
        await using var db = database.CreateDbContext();
        var product = new Product
        {
            Name = name,
            Kind = ProductKind.Simple,
            Active = true,
            Couriers = ["standard"],
            CreatedAt = Rows.Now,
            UpdatedAt = Rows.Now,
            Stamp = Guid.NewGuid(),
        };
        product.Variants.Add(new Variant { Position = 1, Sku = "REF", PriceNet = 1 });
        db.Products.Add(product);
        await db.SaveChangesAsync();
        return product.Id;
    }
}
