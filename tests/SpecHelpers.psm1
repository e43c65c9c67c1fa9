# Helpers for specs. They use nothing but the engine itself, so that they run wherever the specs do.

# What a session reads from its environment. A spec sees none of the user's own.
$variables = 'MLOPS_HOME', 'MLOPS_DEFAULT_PROVIDER', 'MLOPS_SAGEMAKER_*', 'MLOPS_VERTEX_*', 'AWS_*', 'GOOGLE_*', 'CLOUDSDK_*', 'STORAGE_EMULATOR_HOST'
$outer = @{}

function Find-Variable {
    [Environment]::GetEnvironmentVariables().Keys.Where{ $name = $_; $variables.Where{ $name -like $_ } }
}

<#
.SYNOPSIS
Gives a spec a home of its own: no jobs, no settings, nothing of the user's configuration. For BeforeAll.
.OUTPUTS
The new MLOPS_HOME, which does not exist yet.
#>
function Enter-SpecHome {
    foreach ($name in @(Find-Variable)) {
        $outer[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    $script:folder = [IO.Directory]::CreateTempSubdirectory('mlops-spec-').FullName
    $env:MLOPS_HOME = [IO.Path]::Combine($folder, 'home')
    $env:AWS_CONFIG_FILE = [IO.Path]::Combine($folder, 'aws-config')
    $env:AWS_SHARED_CREDENTIALS_FILE = [IO.Path]::Combine($folder, 'aws-credentials')
    $env:CLOUDSDK_CONFIG = [IO.Path]::Combine($folder, 'gcloud')
    $env:MLOPS_HOME
}

<#
.SYNOPSIS
Puts back what Enter-SpecHome took away, and deletes the home. For AfterAll.
#>
function Exit-SpecHome {
    foreach ($name in @(Find-Variable)) { [Environment]::SetEnvironmentVariable($name, $null) }
    foreach ($name in $outer.Keys) { [Environment]::SetEnvironmentVariable($name, $outer[$name]) }
    $outer.Clear()

    # The supervisor of a job that has just ended may still be writing down how.
    for ($try = 1; ; $try++) {
        try { [IO.Directory]::Delete($folder, $true); return }
        catch [IO.IOException] { if ($try -eq 50) { throw } }
        [Threading.Thread]::Sleep(100)
    }
}

Export-ModuleMember -Function Enter-SpecHome, Exit-SpecHome
