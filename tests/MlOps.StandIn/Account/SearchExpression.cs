using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>Turns a search expression into a test of documents.</summary>
internal sealed class SearchExpression(JobKind kind, bool containsIgnoresCase)
{
    private const int MostFilters = 50;
    private int _filters;
    private int _containing;

    public Func<DocumentVersion, bool> Parse(JsonObject? expression)
    {
        if (expression is null)
        {
            return _ => true;
        }

        if (expression["NestedFilters"] is not null)
        {
            throw ServiceException.Invalid("NestedFilters are not played here.");
        }

        var parts = new List<Func<DocumentVersion, bool>>();
        foreach (var filter in expression["Filters"] as JsonArray ?? [])
        {
            Count(filter!.AsObject());
            parts.Add(new SearchFilter(kind, filter.AsObject(), containsIgnoresCase).Matches);
        }

        parts.AddRange((expression["SubExpressions"] as JsonArray ?? []).Select(part => Parse(part!.AsObject())));
        return parts.Count == 0 ? _ => true
            : expression["Operator"]?.GetValue<string>() == "Or" ? version => parts.Exists(part => part(version))
            : version => parts.TrueForAll(part => part(version));
    }

    private void Count(JsonObject filter)
    {
        if (++_filters > MostFilters)
        {
            throw ServiceException.Invalid($"More than {MostFilters} filters in a search expression.");
        }

        if (filter["Operator"]?.GetValue<string>() == "Contains" && ++_containing > 1)
        {
            throw ServiceException.Invalid("'CONTAINS' operator usage limit of 1 exceeded.");
        }
    }
}
