namespace MlOps.Providers.Listing;

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">What is on the page, the newest first. May be empty though more follows.</param>
/// <param name="NextToken">What asks for the next page; <see langword="null"/> at the end.</param>
/// <param name="Total">How many there are on all pages, as far as the service knows; <see langword="null"/> when it does not say.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, string? NextToken, long? Total = null);
