using System.Globalization;
using System.Text.RegularExpressions;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>A place in a stream, between two events. Visits tell a token that an empty page has been answered with from one that has been read to.</summary>
internal sealed partial record LogToken(bool Forward, int Index, int Visits)
{
    public static LogToken? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var match = Form().Match(text);
        return match.Success
            ? new(match.Groups[1].Value == "f", int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture))
            : throw ServiceException.InvalidParameter("The specified nextToken is invalid.");
    }

    public override string ToString() => $"{(Forward ? 'f' : 'b')}/{Index:D54}{Visits:D2}/s";

    [GeneratedRegex(@"\A([fb])/(\d{54})(\d{2})/s\z")]
    private static partial Regex Form();
}
