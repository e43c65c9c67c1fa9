# For specs of SageMaker: the stand-in of tests/MlOps.StandIn, an account of its own for each file. Uses nothing but the engine itself.

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
Starts an account and gives the spec a home in which SageMaker is configured for it. For BeforeAll.
.PARAMETER Account
What the account is started with, as the README of MlOps.StandIn has it.
#>
function Enter-StandIn([string[]] $Account) {
    $null = Enter-SpecHome
    $start = [Diagnostics.ProcessStartInfo]::new($(if ($env:DOTNET_HOST_PATH) { $env:DOTNET_HOST_PATH } else { 'dotnet' }))
    foreach ($argument in @(Find-StandIn; 'account'; $Account).Where{ $_ }) { $start.ArgumentList.Add($argument) }
    # It lives as long as its standard input is open: a session that dies takes it along.
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $script:client = [Net.Http.HttpClient]::new()
    $script:process = [Diagnostics.Process]::Start($start)
    $script:url = $process.StandardOutput.ReadLine()
    if (-not $url) { throw 'The stand-in did not start.' }

    Set-StandInEnvironment
}

<#
.SYNOPSIS
Configures everything that jobs on SageMaker need. For a spec that has taken something of it away.
#>
function Set-StandInEnvironment {
    $env:AWS_ENDPOINT_URL = $url
    $env:AWS_REGION = 'eu-central-1'
    $env:AWS_ACCESS_KEY_ID = 'AKIASTANDIN'
    $env:AWS_SECRET_ACCESS_KEY = 'no-secret'
    $env:AWS_EC2_METADATA_DISABLED = 'true'
    $env:MLOPS_SAGEMAKER_ROLE = 'arn:aws:iam::123456789012:role/training'
    $env:MLOPS_SAGEMAKER_BUCKET = 'ml-results'
}

<#
.SYNOPSIS
Ends the account and the home. For AfterAll.
#>
function Exit-StandIn {
    if ($process) {
        $process.StandardInput.Close()
        if (-not $process.WaitForExit(5000)) { $process.Kill() }
        $process.Dispose()
        $client.Dispose()
        $script:process = $null
    }

    Exit-SpecHome
}

<#
.SYNOPSIS
Tells the stand-in what to do, or asks it: Invoke-StandIn advance @{ job = 'digits-1' }.
.OUTPUTS
Its answer, a JsonNode.
#>
function Invoke-StandIn([string] $Action, [hashtable] $Body = @{}) {
    $json = [Text.Json.JsonSerializer]::Serialize($Body, [hashtable], [Text.Json.JsonSerializerOptions]::Default)
    $answer = $client.PostAsync("$url/_control/$Action", [Net.Http.StringContent]::new($json)).GetAwaiter().GetResult()
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
function Get-StandInCall([string] $Operation = '*', [switch] $Reset) {
    foreach ($request in (Invoke-StandIn calls)['requests']) {
        if ("$($request['target'])" -like "*.$Operation") { $request['body'].ToJsonString() }
    }

    if ($Reset) { $null = Invoke-StandIn reset-calls }
}

Export-ModuleMember -Function Enter-StandIn, Exit-StandIn, Set-StandInEnvironment, Invoke-StandIn, Get-StandInCall
