using System.Collections;
using System.Management.Automation;
using MlOps.Cmdlets.Hosting;

namespace MlOps.Cmdlets.Completion;

/// <summary>The jobs that a completion chooses from.</summary>
internal static class KnownJobs
{
    /// <summary>The jobs of the providers that the command line names so far.</summary>
    public static IReadOnlyList<ProviderJob> Find(IDictionary boundParameters, JobQuery query) =>
        Lookup.Collect(token => JobFinder.FindAsync(Providers(boundParameters), query, Lookup.Enough, token).Where(answer => answer.Value is not null).Select(answer => answer.Value!));

    /// <summary>The jobs that the command line names so far; none when it names none.</summary>
    public static IReadOnlyList<ProviderJob> FindNamed(IDictionary boundParameters) =>
        Texts(boundParameters, "Name") is { Length: > 0 } names ? Find(boundParameters, new() { Names = [.. names.Select(NamePattern.Parse)] }) : [];

    private static IReadOnlyList<IProvider> Providers(IDictionary boundParameters)
    {
        var context = ProviderHost.CreateContext();
        var names = Texts(boundParameters, "Provider") is { Length: > 0 } typed ? typed : [context[MlContext.DefaultProvider.Name]!];
        return ProviderSelection.Choose(ProviderHost.CreateProviders(context, NoPrompt.Instance), names).Usable;
    }

    private static string[] Texts(IDictionary boundParameters, string parameter) =>
        boundParameters.Contains(parameter) ? LanguagePrimitives.ConvertTo<string[]>(boundParameters[parameter]) : [];
}
