using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;

namespace MlOps.Providers.Aws;

/// <summary>Calls the operations of one of the services that take a form and answer with XML: STS and IAM.</summary>
internal sealed class AwsQueryClient
{
    private readonly string _service;
    private readonly string _version;
    private readonly Uri _endpoint;
    private readonly Lazy<AwsClient> _client;

    private AwsQueryClient(string service, string version, Uri endpoint, string signingRegion, AwsSettings settings, Func<AWSCredentials> credentials)
    {
        _service = service;
        _version = version;
        _endpoint = endpoint;
        _client = new(() => new(credentials(), new(service.ToUpperInvariant(), service, settings, endpoint, signingRegion, connections: 4)));
    }

    /// <summary>The Security Token Service of the region.</summary>
    public static AwsQueryClient Sts(AwsSettings settings, Func<AWSCredentials> credentials) => new(
        "sts", "2011-06-15", settings.Override("STS") ?? new($"https://sts.{settings.Region}.{settings.Partition.Suffix}"), settings.Region, settings, credentials);

    /// <summary>Identity and Access Management, which a partition has once.</summary>
    public static AwsQueryClient Iam(AwsSettings settings, Func<AWSCredentials> credentials) => new(
        "iam",
        "2010-05-08",
        settings.Override("IAM") ?? new(settings.Partition.Id switch
        {
            "aws" => "https://iam.amazonaws.com",
            "aws-us-gov" => "https://iam.us-gov.amazonaws.com",
            "aws-cn" => "https://iam.cn-north-1.amazonaws.com.cn",
            _ => $"https://iam.{settings.Partition.MainRegion}.{settings.Partition.Suffix}",
        }),
        settings.Partition.Id == "aws-cn" ? "cn-north-1" : settings.Partition.MainRegion,
        settings,
        credentials);

    /// <summary>Calls an operation.</summary>
    /// <param name="action">The operation.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="MlOpsException">AWS refused, or could not be reached.</exception>
    public async Task<XElement> CallAsync(string action, IEnumerable<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var form = string.Join('&', new KeyValuePair<string, string>[] { new("Action", action), new("Version", _version) }.Concat(parameters)
            .Select(field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}"));
        var request = new AwsRequest(action, target: "", "application/x-www-form-urlencoded; charset=utf-8", Encoding.ASCII.GetBytes(form));
        try
        {
            return (XElement)(await Task.Run(() => _client.Value.SendAsync(request, Read, cancellationToken), cancellationToken).ConfigureAwait(false))!;
        }
        catch (Exception e) when (AwsErrors.IsExpected(e) && !cancellationToken.IsCancellationRequested)
        {
            throw AwsErrors.From($"{_service}:{action}", _endpoint.Host, e);
        }
    }

    private static XElement Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return AwsXml.Read(body.Span);
        }
        catch (XmlException e)
        {
            throw new JsonException(e.Message, e);
        }
    }
}
