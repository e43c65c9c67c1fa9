BeforeAll {
    Import-Module ([IO.Path]::GetFullPath([IO.Path]::Combine($PSScriptRoot, '..', 'MlOps.psd1')))
    $variables = 'MLOPS_HOME', 'MLOPS_DEFAULT_PROVIDER', 'MLOPS_SAGEMAKER_BUCKET', 'MLOPS_VERTEX_BUCKET', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'CLOUDSDK_CONFIG'
    $outer = @{}
    foreach ($name in $variables) {
        $outer[$name] = [Environment]::GetEnvironmentVariable($name)
        [Environment]::SetEnvironmentVariable($name, $null)
    }

    # An empty home: neither the user's settings nor the vendors' files of this machine count.
    $folder = [IO.Directory]::CreateTempSubdirectory('mlops-spec-').FullName
    $env:MLOPS_HOME = "$folder/home"
    $env:AWS_CONFIG_FILE = "$folder/config"
    $env:AWS_SHARED_CREDENTIALS_FILE = "$folder/credentials"
    $env:CLOUDSDK_CONFIG = $folder
}

AfterAll {
    Set-MlContext -Scope Session -SageMakerRegion '' -SageMakerBucket '' -VertexBucket ''
    foreach ($name in $variables) {
        [Environment]::SetEnvironmentVariable($name, $outer[$name])
    }

    [IO.Directory]::Delete($folder, $true)
}

Describe 'Get-MlContext' {
    It 'lists every setting, without a value too' {
        $all = Get-MlContext
        $all.Name -contains 'SageMakerRegion' | Should -Be $true
        $all.Name -contains 'VertexServiceAccount' | Should -Be $true
        ($all | Where-Object Name -eq 'VertexBucket').Source | Should -Be 'None'
    }

    It 'takes wildcards, and names from the pipeline' {
        ('VertexL*', 'SageMakerRole' | Get-MlContext).Name -join ' ' | Should -Be 'VertexLocation SageMakerRole'
    }

    It 'says that there is no such setting' {
        Get-MlContext Nothing -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
    }

    It 'warns of a value that cannot be used, and does not use it' {
        $env:AWS_REGION = 'not a region'
        $region = Get-MlContext SageMakerRegion -WarningVariable warning -WarningAction SilentlyContinue
        $env:AWS_REGION = $null
        $region.Value | Should -BeNullOrEmpty
        $region.SourceDetail | Should -Be 'AWS_REGION'
        $warning[0].Message | Should -BeLike "*'not a region'*"
    }
}

Describe 'Set-MlContext' {
    It 'changes nothing with -WhatIf' {
        Set-MlContext -SageMakerBucket my-training -WhatIf
        (Get-MlContext SageMakerBucket).Value | Should -BeNullOrEmpty
    }

    It 'saves values for later sessions' {
        Set-MlContext -SageMakerBucket my-training -VertexBucket other-training
        [IO.File]::ReadAllText("$env:MLOPS_HOME/context.json") | Should -BeLike '*"SageMakerBucket": "my-training"*"VertexBucket": "other-training"*'
        (Get-MlContext SageMakerBucket).Source | Should -Be 'User'
    }

    It 'sets values for this session, which beat all others' {
        (Set-MlContext -SageMakerBucket session-training -Scope Session -PassThru).Value | Should -Be 'session-training'
        $env:MLOPS_SAGEMAKER_BUCKET = 'environment-training'
        (Get-MlContext SageMakerBucket).Value | Should -Be 'session-training'
        Set-MlContext -SageMakerBucket '' -Scope Session
        (Get-MlContext SageMakerBucket).Value | Should -Be 'environment-training'
        $env:MLOPS_SAGEMAKER_BUCKET = $null
        (Get-MlContext SageMakerBucket).Value | Should -Be 'my-training'
    }

    It 'warns when something beats what was saved' {
        $env:MLOPS_VERTEX_BUCKET = 'environment-training'
        Set-MlContext -VertexBucket my-training -WarningVariable warning -WarningAction SilentlyContinue
        $env:MLOPS_VERTEX_BUCKET = $null
        $warning[0].Message | Should -BeLike '*MLOPS_VERTEX_BUCKET*'
    }

    It 'removes a value with an empty string or null' {
        Set-MlContext -SageMakerBucket '' -VertexBucket $null
        (Get-MlContext SageMakerBucket, VertexBucket).Source -join ' ' | Should -Be 'None None'
    }

    It 'sets nothing when one value is bad' {
        Set-MlContext -SageMakerBucket my-training -VertexBucket 'gs://x' -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        (Get-MlContext SageMakerBucket).Value | Should -BeNullOrEmpty
    }

    It 'takes the name of a provider that there is, whatever its case' {
        (Set-MlContext -DefaultProvider local -PassThru).Value | Should -Be 'Local'
        Set-MlContext -DefaultProvider Nowhere -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*Local*'
    }

    It 'takes the properties of an object' {
        [pscustomobject] @{ VertexLocation = 'europe-west4'; Other = 'x' } | Set-MlContext
        (Get-MlContext VertexLocation).Value | Should -Be 'europe-west4'
    }
}

Describe 'Completion of settings' {
    It 'offers the providers of this version as the default one' {
        $line = 'Set-MlContext -DefaultProvider '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ' ' | Should -Be 'SageMaker Vertex Local'
    }

    It 'offers the names of the settings' {
        $line = 'Get-MlContext VertexB'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'VertexBucket'
    }
}
