using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MlOps.Shell.Hosting;

/// <summary>Writes an error the short way: where (in a script), which command, what, and what to do about it.</summary>
internal static class ErrorText
{
    /// <summary>The lines for an error record.</summary>
    public static IEnumerable<string> Lines(ErrorRecord record)
    {
        if (Root(record.Exception) is ParseException { Errors.Length: > 0 } parse)
        {
            foreach (var line in parse.Errors.SelectMany(Lines))
            {
                yield return line;
            }

            yield break;
        }

        var message = (record.ErrorDetails?.Message ?? record.Exception.Message).TrimEnd();
        if (record.Exception is CommandNotFoundException)
        {
            // The engine goes on with advice on spelling and paths.
            message = message.Split('\n')[0];
        }

        foreach (var line in $"{Position(record.InvocationInfo)}{Source(record)}{message}".Split('\n'))
        {
            yield return line.TrimEnd('\r');
        }

        if (!string.IsNullOrWhiteSpace(record.ErrorDetails?.RecommendedAction))
        {
            yield return "  → " + record.ErrorDetails.RecommendedAction.ReplaceLineEndings(" ");
        }
    }

    /// <summary>The lines for what ended a pipeline.</summary>
    public static IEnumerable<string> Lines(Exception exception) =>
        Lines(exception is IContainsErrorRecord { ErrorRecord: { } record }
            ? new ErrorRecord(record, exception)
            : new ErrorRecord(exception, exception.GetType().Name, ErrorCategory.NotSpecified, targetObject: null));

    private static IEnumerable<string> Lines(ParseError error)
    {
        var extent = error.Extent;
        var file = string.IsNullOrEmpty(extent.File) ? "line " : Path.GetFileName(extent.File) + ":";
        yield return string.Create(CultureInfo.InvariantCulture, $"{file}{extent.StartLineNumber}:{extent.StartColumnNumber}: {error.Message}");

        var source = extent.StartScriptPosition.Line;
        if (string.IsNullOrWhiteSpace(source))
        {
            yield break;
        }

        yield return "    " + source.TrimEnd().Replace('\t', ' ');
        var end = extent.EndLineNumber == extent.StartLineNumber ? extent.EndColumnNumber : source.Length + 1;
        yield return new string(' ', 4 + extent.StartColumnNumber - 1) + new string('~', Math.Max(1, end - extent.StartColumnNumber));
    }

    private static string Position(InvocationInfo? invocation) =>
        string.IsNullOrEmpty(invocation?.ScriptName)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(invocation.ScriptName)}:{invocation.ScriptLineNumber}: ");

    private static string Source(ErrorRecord record) => record switch
    {
        // A native program's own words stand for themselves.
        { FullyQualifiedErrorId: "NativeCommandError" or "NativeCommandErrorMessage" } => "",
        { InvocationInfo.MyCommand.Name: "Write-Error" } => "Error: ",
        { Exception: CommandNotFoundException notFound } => notFound.CommandName + ": ",
        { InvocationInfo.MyCommand: { CommandType: not (CommandTypes.ExternalScript or CommandTypes.Script) } command } => command.Name + ": ",
        _ => "Error: ",
    };

    // Import-Module and a script's own call wrap a parse error once or more.
    private static Exception Root(Exception exception)
    {
        while (exception is RuntimeException and not ParseException && exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception;
    }
}
