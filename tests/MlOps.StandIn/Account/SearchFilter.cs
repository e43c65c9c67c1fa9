using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.StandIn.Serving;

namespace MlOps.StandIn.Account;

/// <summary>Turns one filter of a search expression into a test of documents.</summary>
internal sealed class SearchFilter
{
    private readonly SearchProperty _property;
    private readonly string _operator;
    private readonly string? _text;
    private readonly double? _number;
    private readonly bool _isCreationTime;
    private readonly StringComparison _containing;

    public SearchFilter(JobKind kind, JsonObject filter, bool containsIgnoresCase)
    {
        var name = filter["Name"]!.GetValue<string>();
        _property = new(kind, name);
        _operator = filter["Operator"]?.GetValue<string>() ?? "Equals";
        _text = filter["Value"]?.GetValue<string>();
        _containing = containsIgnoresCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (_operator is "Exists" or "NotExists" ? _text is not null : _text is null)
        {
            throw ServiceException.Invalid($"The operator {_operator} {(_text is null ? "needs a value" : "takes no value")}: {name}.");
        }

        _number = Number(name);
        _isCreationTime = name == "CreationTime";
        Check(name);
    }

    public bool Matches(DocumentVersion version)
    {
        // The time that a list is cut into slices by: it is asked of every document for each slice.
        if (_isCreationTime && _number is { } time)
        {
            return Matches(version.CreationTime.CompareTo(time));
        }

        var values = _property.Values(version);
        return _operator switch
        {
            "Exists" => values.Any(),
            "NotExists" => !values.Any(),
            "NotEquals" => !values.Any(value => Compare(value) == 0),
            "Contains" => values.Any(value => Text(value).Contains(_text!, _containing)),
            "In" => values.Any(value => _text!.Split(',').Any(choice => choice.Trim() == Text(value))),
            "GreaterThan" => values.Any(value => Compare(value) > 0),
            "GreaterThanOrEqualTo" => values.Any(value => Compare(value) >= 0),
            "LessThan" => values.Any(value => Compare(value) is < 0 and not int.MinValue),
            "LessThanOrEqualTo" => values.Any(value => Compare(value) is <= 0 and not int.MinValue),
            _ => values.Any(value => Compare(value) == 0),
        };
    }

    private bool Matches(int comparison) => _operator switch
    {
        "Exists" => true,
        "NotExists" => false,
        "NotEquals" => comparison != 0,
        "GreaterThan" => comparison > 0,
        "GreaterThanOrEqualTo" => comparison >= 0,
        "LessThan" => comparison < 0,
        "LessThanOrEqualTo" => comparison <= 0,
        _ => comparison == 0,
    };

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    private double? Number(string name)
    {
        if (_text is null)
        {
            return null;
        }

        if (_property.Type == "timestamp")
        {
            return DateTime.TryParseExact(_text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? WireTime.Seconds(time)
                : throw ServiceException.Invalid($"The value of {name} has to be a time such as 2026-01-31T12:00:00, and is '{_text}'.");
        }

        return double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private void Check(string name)
    {
        var text = _property.Type is "string" or "boolean";
        if (_operator is "Contains" or "In" && !text)
        {
            throw ServiceException.Invalid($"The operator {_operator} is for text only: {name}.");
        }

        if (_operator is "GreaterThan" or "GreaterThanOrEqualTo" or "LessThan" or "LessThanOrEqualTo" && text && (_property.Map != "HyperParameters" || _number is null))
        {
            throw ServiceException.Invalid($"The operator {_operator} is not for text: {name}.");
        }

        if (_property.Type is "integer" or "long" or "number" && _text is not null && _number is null)
        {
            throw ServiceException.Invalid($"The value of {name} has to be a number, and is '{_text}'.");
        }
    }

    /// <summary>Below, at or above the filter's value; <see cref="int.MinValue"/> when the two cannot be compared.</summary>
    private int Compare(JsonNode value)
    {
        if (_number is { } number && (_property.Type is not ("string" or "boolean") || _property.Map == "HyperParameters"))
        {
            if (!double.TryParse(Text(value), NumberStyles.Float, CultureInfo.InvariantCulture, out var own))
            {
                return int.MinValue;
            }

            // A decimal hyperparameter counts as an integer when it is compared with one.
            return (_property.Map == "HyperParameters" && number == Math.Truncate(number) && !_text!.Contains('.', StringComparison.Ordinal) ? Math.Truncate(own) : own).CompareTo(number);
        }

        return Math.Sign(string.CompareOrdinal(Text(value), _text));
    }
}
