using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using MlOps.Tests.Support;

namespace MlOps.Tests.Help;

/// <summary><c>Get-Help</c> in a session that has imported the module as the build leaves it, in whatever language the session is.</summary>
public sealed class GetHelpTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;
    private readonly Runspace _session;

    public GetHelpTests()
    {
        _session = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        _session.ThreadOptions = PSThreadOptions.UseCurrentThread;
        _session.Open();
        Run($"Import-Module '{Path.Combine(Repository.Root, "MlOps.psd1")}'");
    }

    public static TheoryData<string> Names => CmdletHelp.Names;

    public void Dispose()
    {
        _session.Dispose();
        CultureInfo.CurrentUICulture = _before;
    }

    [Theory]
    [InlineData("")]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("de-DE")]
    public void Help_is_found_in_every_language(string culture)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        Assert.Equal(CmdletHelp.Get("Get-MlContext").Synopsis.PlainText, Run("(Get-Help Get-MlContext).Synopsis").Single().ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Help_has_the_examples_and_every_parameter(string name)
    {
        var command = CmdletHelp.Get(name);
        Assert.Equal(command.Examples.Select(example => example.Code), Run($"(Get-Help {name} -Examples).examples.example | ForEach-Object code").Select(code => code.ToString()));
        Assert.Equal(command.Parameters.Select(parameter => parameter.Name), Run($"(Get-Help {name} -Full).parameters.parameter | ForEach-Object name").Select(parameter => parameter.ToString()));
    }

    [Fact]
    public void One_parameter_is_shown_with_its_values_and_default()
    {
        dynamic scope = Run("Get-Help Set-MlContext -Parameter Scope").Single();
        Assert.Equal("User", scope.defaultValue.ToString());
        Assert.Equal(["* User: ", "* Session: "], ((PSObject[])scope.description).Where(item => item.Properties["Tag"] is not null).Select(item => $"{item.Properties["Tag"].Value}{item.Properties["Text"].Value.ToString()!.Split(' ')[0]} "));
    }

    private Collection<PSObject> Run(string script)
    {
        using var shell = PowerShell.Create(_session);
        var output = shell.AddScript(script).Invoke();
        Assert.Empty(shell.Streams.Error);
        return output;
    }
}
