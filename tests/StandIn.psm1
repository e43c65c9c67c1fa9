# For specs of the clouds: the stand-in of tests/MlOps.StandIn, an account or a project of its own for each file. Uses nothing but the engine itself.

Import-Module "$PSScriptRoot/SpecHelpers.psm1"

# The stand-in as it was built with this session's engine; for a session that was not built here, the newest.
function Find-StandIn {
    $own = [IO.Path]::Combine([AppContext]::BaseDirectory.Replace('MlOps.EngineHost', 'MlOps.StandIn'), 'MlOps.StandIn.dll')
    if ([IO.File]::Exists($own)) { return $own }

    $newest = $null
    $bin = [IO.Path]::Combine($PSScriptRoot, 'MlOps.StandIn', 'bin')
    if ([IO.Directory]::Exists($bin)) {
        foreach ($path in [IO.Directory]::GetFiles($bin, 'MlOps.StandIn.dll', [IO.SearchOption]::AllDirectories)) {
            if (-not $newest -or [IO.File]::GetLastWriteTimeUtc($path) -gt [IO.File]::GetLastWriteTimeUtc($newest)) { $newest = $path }
        }
    }

    if (-not $newest) { throw 'The stand-in is not built: dotnet build tests/MlOps.StandIn' }
    $newest
}

<#
.SYNOPSIS
Starts an account, a project or both, and gives the spec a home in which SageMaker and Vertex AI are configured for them. For BeforeAll.
.PARAMETER Account
What the account is started with, as the README of MlOps.StandIn has it.
.PARAMETER Project
What the project is started with.
.PARAMETER Cloud
Which of them are started: SageMaker, Vertex.
#>
function Enter-StandIn([string[]] $Account, [string[]] $Project, [string[]] $Cloud = 'SageMaker') {
    $null = Enter-SpecHome
    $script:client = [Net.Http.HttpClient]::new()
    $script:running = [ordered] @{}
    if ($Cloud -contains 'SageMaker') { $running['SageMaker'] = Start-StandIn account $Account }
    if ($Cloud -contains 'Vertex') { $running['Vertex'] = Start-StandIn project $Project }
    Set-StandInEnvironment
}

function Start-StandIn([string] $Kind, [string[]] $Arguments) {
    $start = [Diagnostics.ProcessStartInfo]::new($(if ($env:DOTNET_HOST_PATH) { $env:DOTNET_HOST_PATH } else { 'dotnet' }))
    foreach ($argument in @(Find-StandIn; $Kind; $Arguments).Where{ $_ }) { $start.ArgumentList.Add($argument) }
    # It lives as long as its standard input is open: a session that dies takes it along.
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $process = [Diagnostics.Process]::Start($start)
    $url = $process.StandardOutput.ReadLine()
    if (-not $url) { throw 'The stand-in did not start.' }
    @{ Process = $process; Url = $url }
}

<#
.SYNOPSIS
Configures everything that jobs on the clouds that were started need. For a spec that has taken something of it away.
#>
function Set-StandInEnvironment {
    if ($running['SageMaker']) {
        $env:AWS_ENDPOINT_URL = $running['SageMaker'].Url
        $env:AWS_REGION = 'eu-central-1'
        $env:AWS_ACCESS_KEY_ID = 'AKIASTANDIN'
        $env:AWS_SECRET_ACCESS_KEY = 'no-secret'
        $env:AWS_EC2_METADATA_DISABLED = 'true'
        $env:MLOPS_SAGEMAKER_ROLE = 'arn:aws:iam::123456789012:role/training'
        $env:MLOPS_SAGEMAKER_BUCKET = 'ml-results'
    }

    if ($running['Vertex']) {
        # No credentials: a service on this machine is called without a token.
        foreach ($service in 'AIPLATFORM', 'LOGGING', 'CLOUDRESOURCEMANAGER', 'IAM', 'STORAGE') {
            [Environment]::SetEnvironmentVariable("CLOUDSDK_API_ENDPOINT_OVERRIDES_$service", "$($running['Vertex'].Url)/")
        }

        $env:GOOGLE_CLOUD_PROJECT = 'ml-project-1'
        $env:GOOGLE_CLOUD_REGION = 'europe-west4'
        $env:MLOPS_VERTEX_BUCKET = 'ml-results'
        $env:MLOPS_VERTEX_SERVICE_ACCOUNT = 'trainer@ml-project-1.iam.gserviceaccount.com'
    }
}

<#
.SYNOPSIS
Ends the account, the project and the home. For AfterAll.
#>
function Exit-StandIn {
    if ($running) {
        foreach ($one in $running.Values) {
            $one.Process.StandardInput.Close()
            if (-not $one.Process.WaitForExit(5000)) { $one.Process.Kill() }
            $one.Process.Dispose()
        }

        $client.Dispose()
        $script:running = $null
    }

    Exit-SpecHome
}

# The one that is asked: the named one, or else the first that was started.
function Get-StandInUrl([string] $Cloud) {
    if ($Cloud) { $running[$Cloud].Url } else { @($running.Values)[0].Url }
}

<#
.SYNOPSIS
Tells the stand-in what to do, or asks it: Invoke-StandIn advance @{ job = 'digits-1' }. With both running, the account, unless -Cloud is Vertex.
.OUTPUTS
Its answer, a JsonNode.
#>
function Invoke-StandIn([string] $Action, [hashtable] $Body = @{}, [string] $Cloud) {
    $json = [Text.Json.JsonSerializer]::Serialize($Body, [hashtable], [Text.Json.JsonSerializerOptions]::Default)
    $answer = $client.PostAsync("$(Get-StandInUrl $Cloud)/_control/$Action", [Net.Http.StringContent]::new($json)).GetAwaiter().GetResult()
    $text = $answer.Content.ReadAsStringAsync().GetAwaiter().GetResult()
    if (-not $answer.IsSuccessStatusCode) { throw "The stand-in refused '$Action': $text" }
    , [Text.Json.Nodes.JsonNode]::Parse($text)
}

<#
.SYNOPSIS
The requests that arrived since Reset, one by one; without a name, of every operation.
.OUTPUTS
Their bodies, as JSON.
#>
function Get-StandInCall([string] $Operation = '*', [switch] $Reset, [string] $Cloud) {
    foreach ($request in (Invoke-StandIn calls -Cloud $Cloud)['requests']) {
        if (".$($request['target'])" -like "*.$Operation") { $request['body'].ToJsonString() }
    }

    if ($Reset) { $null = Invoke-StandIn reset-calls -Cloud $Cloud }
}

<#
.SYNOPSIS
The requests for objects that arrived since Reset, one by one: 'PutObject /bucket/key', and with a range 'GetObject /bucket/key bytes=0-9'.
#>
function Get-StandInTransfer([string] $Operation = '*', [switch] $Reset, [string] $Cloud) {
    foreach ($request in (Invoke-StandIn calls -Cloud $Cloud)['requests']) {
        $service, $name = "$($request['target'])".Split('.', 2)
        if ($service -in 'S3', 'Storage' -and $name -like $Operation) { "$name $([Uri]::UnescapeDataString($request['path'])) $($request['headers']['Range'])".TrimEnd() }
    }

    if ($Reset) { $null = Invoke-StandIn reset-calls -Cloud $Cloud }
}

# S3 knows its requests by their signature, which nobody looks at.
function Send-ObjectRequest([Net.Http.HttpMethod] $Method, [string] $Bucket, [string] $Key, [byte[]] $Content, [string] $Cloud) {
    $path = if ($Cloud -eq 'Vertex') { "/storage/v1/b/$Bucket/o/$([Uri]::EscapeDataString($Key))?alt=media" } else { "/$Bucket/$([Uri]::EscapeDataString($Key).Replace('%2F', '/'))" }
    $request = [Net.Http.HttpRequestMessage]::new($Method, "$(Get-StandInUrl $Cloud)$path")
    if ($Cloud -ne 'Vertex') { $null = $request.Headers.TryAddWithoutValidation('Authorization', 'AWS4-HMAC-SHA256 Credential=any/20260101/eu-central-1/s3/aws4_request') }
    if ($null -ne $Content) { $request.Content = [Net.Http.ByteArrayContent]::new($Content) }
    $client.SendAsync($request).GetAwaiter().GetResult()
}

<#
.SYNOPSIS
Writes an object of the account. The action 'object' writes text.
#>
function Set-StandInObject([string] $Bucket, [string] $Key, [byte[]] $Content) {
    $null = (Send-ObjectRequest ([Net.Http.HttpMethod]::Put) $Bucket $Key $Content 'SageMaker').EnsureSuccessStatusCode()
}

<#
.SYNOPSIS
Reads an object, without the product.
.OUTPUTS
Its bytes as one array; nothing when there is no such object.
#>
function Get-StandInObject([string] $Bucket, [string] $Key, [string] $Cloud = 'SageMaker') {
    $answer = Send-ObjectRequest ([Net.Http.HttpMethod]::Get) $Bucket $Key $null $Cloud
    if ([int] $answer.StatusCode -ne 404) { , $answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync().GetAwaiter().GetResult() }
}

Export-ModuleMember -Function Enter-StandIn, Exit-StandIn, Set-StandInEnvironment, Invoke-StandIn, Get-StandInCall, Get-StandInTransfer, Set-StandInObject, Get-StandInObject
