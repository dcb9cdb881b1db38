using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace OrderSync.Tests.Support;

/// <summary>bUnit asks for AngleSharp.Diffing 1.0; it is content with the 0.17 that lies beside it.</summary>
internal static class AngleSharpDiffingResolver
{
    private const string Name = "AngleSharp.Diffing";

#pragma warning disable CA2255 // a test assembly has no entry point of its own to put this in
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Register() => AssemblyLoadContext.Default.Resolving += Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == Name ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, Name + ".dll")) : null;
}
