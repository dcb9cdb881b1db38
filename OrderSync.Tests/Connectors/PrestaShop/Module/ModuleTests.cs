using OrderSync.Tests.Support;

namespace OrderSync.Tests.Connectors.PrestaShop.Module;

/// <summary>Runs the tests of the shop module, which are written in PHP and lie beside this file.</summary>
public sealed class ModuleTests
{
    [PhpFact]
    public void The_module_passes_its_own_tests()
    {
        var folder = Path.Combine(Repository.Root, "OrderSync.Tests", "Connectors", "PrestaShop", "Module");

        var (code, output) = Php.Run(folder, "run.php");

        Assert.True(code == 0, output);
        Assert.Matches("[1-9][0-9]* passed, 0 failed\n$", output);
    }
}
