using System.Globalization;
using System.Text;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>Cuts a page out of a list. The token knows the last entry that was shown, so that what is added in front of it shifts nothing.</summary>
internal static class Page
{
    public static (IReadOnlyList<T> Items, string? Next) Cut<T>(IReadOnlyList<T> list, string? token, int size, Func<T, string> name)
    {
        var start = token is null or "" ? 0 : Start(list, token, name);
        var end = Math.Min(list.Count, start + size);
        var next = end < list.Count ? Convert.ToBase64String(Encoding.UTF8.GetBytes($"{end}|{name(list[end - 1])}")) : null;
        return ([.. list.Skip(start).Take(end - start)], next);
    }

    private static int Start<T>(IReadOnlyList<T> list, string token, Func<T, string> name)
    {
        string[] parts;
        int offset;
        try
        {
            parts = Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('|', 2);
            offset = int.Parse(parts[0], CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            throw ServiceException.Invalid("Invalid NextToken.");
        }

        if (offset <= list.Count && offset > 0 && name(list[offset - 1]) == parts[1])
        {
            return offset;
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (name(list[i]) == parts[1])
            {
                return i + 1;
            }
        }

        return Math.Min(offset, list.Count);
    }
}
