using MlOps.Help.Model;
using MlOps.Help.Reading;
using MlOps.Tests.Support;

namespace MlOps.Tests.Help;

/// <summary>The help of the module's cmdlets, read once.</summary>
internal static class CmdletHelp
{
    private static readonly Lazy<IReadOnlyList<CommandHelp>> s_all = new(() => new CommandReader(Repository.CmdletAssembly).Read());

    public static IReadOnlyList<CommandHelp> All => s_all.Value;

    public static TheoryData<string> Names => [.. All.Select(command => command.Name)];

    public static CommandHelp Get(string name) => All.Single(command => command.Name == name);
}
